import { expect, test } from 'vitest';
import type { Histogram } from './histogram.ts';
import { custom, exponential } from './testing/build.ts';
import { histogramProblem } from './validate.ts';

const good = exponential({ positive: { 1: 2, 3: 1 }, negative: { 1: 1 } });
const classic = custom([1, 2], { 0: 1, 2: 1 });

test('nothing wrong', () => {
  expect(histogramProblem(good)).toBeNull();
  expect(histogramProblem(classic)).toBeNull();
  // Rounding may make the count smaller than the buckets.
  expect(histogramProblem({ ...good, count: 1 })).toBeNull();
});

test.each<[string, Histogram, Partial<Histogram>]>([
  [
    'histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for custom buckets, got schema 9',
    good,
    { schema: 9 },
  ],
  ["observation count is  -1: histogram's observation count is negative", good, { count: -1 }],
  [
    'positive side: bucket number 2 has observation count of -3: histogram has a bucket whose observation count is negative',
    good,
    { positiveBuckets: Float64Array.of(1, -3) },
  ],
  [
    'negative side: bucket number 1 has observation count of -3: histogram has a bucket whose observation count is negative',
    good,
    { negativeBuckets: Float64Array.of(-3) },
  ],
  [
    'zero bucket has observation count of -1: histogram has a bucket whose observation count is negative',
    good,
    { zeroCount: -1 },
  ],
  [
    'positive side: spans need 2 buckets, have 1 buckets: histogram spans specify different number of buckets than provided',
    good,
    { positiveBuckets: Float64Array.of(1) },
  ],
  [
    'negative side: span number 2 with offset -1: histogram has a span whose offset is negative',
    good,
    {
      negativeSpans: [
        { offset: 1, length: 1 },
        { offset: -1, length: 0 },
      ],
    },
  ],
  ['histogram with exponential schema must not have custom bounds', good, { customValues: Float64Array.of(1) }],
  [
    'custom buckets: span number 1 with offset -1: histogram has a span whose offset is negative',
    classic,
    { positiveSpans: [{ offset: -1, length: 2 }] },
  ],
  [
    'custom buckets: previous bound is 2.000000 and current is 1.000000: histogram custom bounds must be in strictly increasing order',
    classic,
    { customValues: Float64Array.of(2, 1) },
  ],
  ['custom buckets: histogram custom bounds must not be NaN', classic, { customValues: Float64Array.of(1, NaN) }],
  [
    'custom buckets: last +Inf bound must not be explicitly defined: histogram custom bounds must be finite',
    classic,
    { customValues: Float64Array.of(1, Infinity) },
  ],
  [
    'custom buckets: only 1 custom bounds defined which is insufficient to cover total span length of 3: histogram custom bounds are too few',
    classic,
    { customValues: Float64Array.of(1) },
  ],
  ['custom buckets: must have zero count of 0', classic, { zeroCount: 1 }],
  ['custom buckets: must have zero threshold of 0', classic, { zeroThreshold: 1 }],
  ['custom buckets: must not have negative spans', classic, { negativeSpans: [{ offset: 0, length: 1 }] }],
  ['custom buckets: must not have negative buckets', classic, { negativeBuckets: Float64Array.of(1) }],
])('%s', (message, histogram, change) => {
  expect(histogramProblem({ ...histogram, ...change })).toBe(message);
});
