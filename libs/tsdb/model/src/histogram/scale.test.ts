import { expect, test } from 'vitest';
import { compactHistogram } from './compact.ts';
import { formatHistogramNotation } from './format-histogram.ts';
import { divideHistogram, multiplyHistogram } from './scale.ts';
import { exponential } from './testing/build.ts';

const histogram = exponential({
  sum: 10,
  zeroCount: 2,
  positive: { 0: 4, 2: 6 },
  negative: { 1: 8 },
  counterResetHint: 'reset',
});

test('all counts and the sum', () => {
  expect(formatHistogramNotation(multiplyHistogram(histogram, 0.5))).toBe(
    '{{count:10 sum:5 z_bucket:1 counter_reset_hint:reset buckets:[2 0 3] n_offset:1 n_buckets:[4]}}',
  );
  expect(formatHistogramNotation(divideHistogram(histogram, 2))).toBe(
    formatHistogramNotation(multiplyHistogram(histogram, 0.5)),
  );
});

test('by a negative number: a gauge', () => {
  expect(multiplyHistogram(histogram, -1)).toMatchObject({ counterResetHint: 'gauge', count: -20, sum: -10 });
  expect(divideHistogram(histogram, -2)).toMatchObject({ counterResetHint: 'gauge', count: -10, sum: -5 });
});

test('times 0 empties the buckets, by 0 removes them', () => {
  expect(compactHistogram(multiplyHistogram(histogram, 0)).positiveSpans).toEqual([]);
  expect(divideHistogram(histogram, 0)).toMatchObject({
    counterResetHint: 'reset',
    count: Infinity,
    zeroCount: Infinity,
    positiveSpans: [],
    negativeBuckets: new Float64Array(0),
  });
});
