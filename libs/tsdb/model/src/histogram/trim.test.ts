import { expect, test } from 'vitest';
import { formatHistogramNotation } from './format-histogram.ts';
import type { Histogram } from './histogram.ts';
import { custom, exponential } from './testing/build.ts';
import { trimHistogram } from './trim.ts';

const below = (histogram: Histogram, number: number) => trimHistogram(histogram, number, 'below');
const above = (histogram: Histogram, number: number) => trimHistogram(histogram, number, 'above');

const histogram = exponential({
  sum: 12,
  zeroThreshold: 0.5,
  zeroCount: 4,
  positive: { 2: 4, 4: 4 },
  negative: { 2: 4 },
});

test('nothing to trim: the same object, the same sum', () => {
  expect(below(histogram, 16)).toBe(histogram);
  expect(above(histogram, -4)).toBe(histogram);
});

test('at a bound', () => {
  const kept = below(histogram, 4);
  expect(kept).toMatchObject({ count: 12, zeroCount: 4, positiveSpans: [{ offset: 2, length: 1 }] });
  // Geometric means of (2,4] and [-4,-2) cancel out, the zero bucket lies at 0.
  expect(kept.sum).toBeCloseTo(0, 12);
  expect(above(histogram, 4)).toMatchObject({ count: 4, zeroCount: 0, negativeSpans: [] });
  expect(above(histogram, 4).sum).toBeCloseTo(4 * Math.sqrt(128), 12);
});

test('within a bucket: exponential', () => {
  const middle = 2 * 2 ** 0.5;
  expect(below(histogram, middle).positiveBuckets[0]).toBeCloseTo(2, 12);
  expect(above(histogram, middle).positiveBuckets[0]).toBeCloseTo(2, 12);
  expect(above(histogram, middle).sum).toBeCloseTo(2 * Math.sqrt(4 * middle) + 4 * Math.sqrt(128), 12);
  expect(below(histogram, -middle)).toMatchObject({ zeroCount: 0, positiveSpans: [] });
  expect(below(histogram, -middle).negativeBuckets[0]).toBeCloseTo(2, 12);
});

test('within the zero bucket: linear, and from 0 when one side is empty', () => {
  expect(below(histogram, 0.25).zeroCount).toBe(3);
  expect(above(histogram, 0.25).zeroCount).toBe(1);
  const positive = exponential({ zeroThreshold: 0.5, zeroCount: 4, positive: { 2: 4 } });
  expect(below(positive, 0.25)).toMatchObject({ zeroCount: 2, count: 2, sum: 0.25 });
  expect(below(positive, -0.1)).toMatchObject({ zeroCount: 0, count: 0 });
});

test('custom buckets: linear, infinite ones by their finite end', () => {
  const classic = custom([5, 10], { 0: 5, 1: 4, 2: 3 }, { sum: 60 });
  const text = (trimmed: Histogram) => formatHistogramNotation(trimmed);
  expect(text(below(classic, 7.5))).toBe('{{schema:-53 count:7 sum:25 custom_values:[5 10] buckets:[5 2]}}');
  expect(text(above(classic, 7.5))).toBe('{{schema:-53 count:5 sum:47.5 custom_values:[5 10] offset:1 buckets:[2 3]}}');
  // The bucket up to +Inf is dropped when anything above is, and kept whole from within.
  expect(text(below(classic, 1000))).toBe('{{schema:-53 count:9 sum:42.5 custom_values:[5 10] buckets:[5 4]}}');
  expect(text(above(classic, 20))).toBe('{{schema:-53 count:3 sum:60 custom_values:[5 10] offset:2 buckets:[3]}}');
  // The bucket from -Inf counts as one from 0.
  expect(text(below(classic, 1))).toBe('{{schema:-53 count:1 sum:0.5 custom_values:[5 10] buckets:[1]}}');
  expect(text(above(classic, 2.5))).toBe('{{schema:-53 count:9.5 sum:69.375 custom_values:[5 10] buckets:[2.5 4 3]}}');
  // Of one up to 0 or less nothing is known: `</` keeps it, at the number, `>/` does not.
  const negative = custom([-5, 5], { 0: 2, 1: 4 });
  expect(text(below(negative, -7))).toBe('{{schema:-53 count:2 sum:-14 custom_values:[-5 5] buckets:[2]}}');
  expect(text(above(negative, -7))).toBe('{{schema:-53 count:4 custom_values:[-5 5] offset:1 buckets:[4]}}');
});
