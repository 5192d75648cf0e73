import { fuzzBriefly } from '@chimera/testing';
import { expect, test } from 'vitest';
import { FUZZ } from './otlp.fuzz.ts';

test.each(FUZZ)('$name: $says', async (target) => {
  const { accepted, refused } = await fuzzBriefly(target);
  // Of what is made of compressed bytes, next to nothing can be decompressed.
  expect(accepted).toBeGreaterThan(target.name === 'otlp-gzip' || target.name === 'otlp-zstd' ? 0 : 20);
  expect(refused).toBeGreaterThan(20);
});
