import { fuzzBriefly } from '@chimera/testing';
import { expect, test } from 'vitest';
import { FUZZ } from './text.fuzz.ts';

test.each(FUZZ)('$name: $says', async (target) => {
  const { accepted, refused } = await fuzzBriefly(target);
  // Of what is made of compressed bytes, next to nothing can be decompressed.
  expect(accepted).toBeGreaterThan(target.name === 'text-gzip' || target.name === 'text-zstd' ? 0 : 20);
  expect(refused).toBeGreaterThan(20);
});
