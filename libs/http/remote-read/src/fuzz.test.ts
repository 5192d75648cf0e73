import { fuzzBriefly } from '@chimera/testing';
import { expect, test } from 'vitest';
import { FUZZ } from './remote-read.fuzz.ts';

test.each(FUZZ)('$name: $says', async (target) => {
  const { accepted, refused } = await fuzzBriefly(target);
  expect(accepted).toBeGreaterThanOrEqual(target.corpus().length);
  expect(refused).toBeGreaterThan(5);
});
