import { fuzzBriefly } from '@chimera/testing';
import { expect, test } from 'vitest';
import { FUZZ } from './web-config.fuzz.ts';

test.each(FUZZ)('$name: $says', async (target) => {
  const { accepted, refused } = await fuzzBriefly(target);
  // Little of what is made of a configuration is one.
  expect(accepted).toBeGreaterThanOrEqual(target.corpus().length);
  expect(refused).toBeGreaterThan(20);
});
