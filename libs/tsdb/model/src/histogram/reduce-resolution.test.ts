import { InvariantError } from '@chimera/errors';
import { expect, test } from 'vitest';
import { formatHistogramNotation } from './format-histogram.ts';
import { coarserIndex, copyToSchema } from './reduce-resolution.ts';
import { custom, exponential } from './testing/build.ts';

test('each schema down merges buckets 2i - 1 and 2i into i', () => {
  expect([-3, -2, -1, 0, 1, 2, 3, 4].map((index) => coarserIndex(index, 1, 0))).toEqual([-1, -1, 0, 0, 1, 1, 2, 2]);
  expect([-4, -3, 0, 1, 4, 5].map((index) => coarserIndex(index, 2, 0))).toEqual([-1, 0, 0, 1, 1, 2]);
});

test('a coarser copy', () => {
  const histogram = exponential({
    schema: 2,
    sum: 7,
    zeroCount: 1,
    counterResetHint: 'gauge',
    positive: { [-1]: 1, 0: 2, 1: 3, 4: 4, 5: 5, 12: 6 },
    negative: { 3: 1, 4: 1 },
  });
  // The hint is not carried over.
  expect(formatHistogramNotation(copyToSchema(histogram, 0))).toBe(
    '{{count:24 sum:7 z_bucket:1 buckets:[3 7 5 6] n_offset:1 n_buckets:[2]}}',
  );
  expect(copyToSchema(histogram, 2)).toBe(histogram);
});

test('refuses a finer schema and custom buckets', () => {
  expect(() => copyToSchema(exponential({}), 1)).toThrow(InvariantError);
  expect(() => copyToSchema(custom([1], {}), 0)).toThrow('custom buckets cannot become those of schema 0');
  expect(() => copyToSchema(exponential({}), -53)).toThrow('cannot become those of schema -53');
});
