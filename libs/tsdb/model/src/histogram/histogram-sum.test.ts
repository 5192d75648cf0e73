import { expect, test } from 'vitest';
import { formatHistogramNotation } from './format-histogram.ts';
import { HistogramMean } from './histogram-mean.ts';
import { HistogramSum } from './histogram-sum.ts';
import { custom, exponential } from './testing/build.ts';

test('compensated sums keep low bits, plain sums lose them', () => {
  const values = [1, 1e100, 1, -1e100];
  const histograms = values.map((value) =>
    exponential({ sum: value, count: value, zeroCount: value, positive: { 1: value } }),
  );
  const results = [true, false].map((compensated) => {
    const sum = new HistogramSum(histograms[0] as (typeof histograms)[0], compensated);
    for (const histogram of histograms.slice(1)) sum.add(histogram);
    return formatHistogramNotation(sum.result());
  });
  expect(results).toEqual(['{{count:2 sum:2 z_bucket:2 offset:1 buckets:[2]}}', '{{}}']);
});

test('compensation survives new buckets, a coarser schema and other bounds', () => {
  const sum = new HistogramSum(exponential({ schema: 1, positive: { 1: 1 } }), true);
  sum.add(exponential({ schema: 1, positive: { 1: 1e100 } }));
  sum.add(exponential({ schema: 1, positive: { [-1]: 5, 1: 1 } }));
  sum.add(exponential({ schema: 0, positive: { 1: -1e100 } }));
  expect(sum.result().positiveBuckets).toEqual(Float64Array.of(5, 2));
  const bounds = new HistogramSum(custom([1, 2], { 0: 1 }), true);
  bounds.add(custom([1, 2], { 0: 1e100 }));
  bounds.add(custom([1], { 0: 1 }));
  bounds.add(custom([1], { 0: -1e100 }));
  expect(bounds.result().positiveBuckets).toEqual(Float64Array.of(2));
  expect(bounds.boundsReconciled).toBe(true);
});

test('a collision is seen over the whole group', () => {
  const sum = new HistogramSum(exponential({ counterResetHint: 'reset' }), true);
  sum.add(exponential({ counterResetHint: 'unknown' }));
  expect(sum.counterResetCollision).toBe(false);
  sum.add(exponential({ counterResetHint: 'not_reset' }));
  expect(sum.counterResetCollision).toBe(true);
});

test('a result is not changed by what is added later', () => {
  const sum = new HistogramSum(exponential({ positive: { 1: 1 } }), true);
  const before = sum.result();
  sum.add(exponential({ positive: { 0: 1, 1: 1 } }));
  expect(formatHistogramNotation(before)).toBe('{{count:1 offset:1 buckets:[1]}}');
});

test('incompatible histograms are refused', () => {
  expect(new HistogramSum(exponential({}), true).add(custom([1], {}))).toBe(false);
  expect(new HistogramMean(custom([1], {})).add(exponential({}))).toBe(false);
});

test('the mean', () => {
  const mean = new HistogramMean(exponential({ sum: 1, positive: { 1: 1 } }));
  expect(formatHistogramNotation(mean.result())).toBe('{{count:1 sum:1 offset:1 buckets:[1]}}');
  mean.add(exponential({ sum: 2, positive: { 1: 3, 2: 2 } }));
  expect(formatHistogramNotation(mean.result())).toBe('{{count:3 sum:1.5 offset:1 buckets:[2 1]}}');
});

test('the mean of numbers whose sum overflows', () => {
  const huge = exponential({ sum: 1e308, count: 4, positive: { 1: 1.5e308 } });
  const mean = new HistogramMean(huge);
  for (let i = 0; i < 9; i++) mean.add(huge);
  const result = mean.result();
  expect(result.count).toBeCloseTo(4, 12);
  expect(result.sum / 1e308).toBeCloseTo(1, 12);
  expect((result.positiveBuckets[0] as number) / 1.5e308).toBeCloseTo(1, 12);
});
