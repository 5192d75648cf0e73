import { expect, test } from 'vitest';
import { custom, exponential } from './testing/build.ts';
import { histogramAverage, histogramVariance } from './variance.ts';

test('geometric means of exponential buckets, zero in the zero bucket', () => {
  // Middles: -sqrt(2), 0, sqrt(2); mean 0.
  const histogram = exponential({ sum: 0, zeroThreshold: 0.1, zeroCount: 2, negative: { 1: 1 }, positive: { 1: 1 } });
  expect(histogramVariance(histogram)).toBeCloseTo(1, 12);
});

test('the middle of a negative bucket is negative', () => {
  // Middle -sqrt(2), which is the mean too.
  expect(histogramVariance(exponential({ sum: -4 * Math.SQRT2, negative: { 1: 4 } }))).toBeCloseTo(0, 12);
});

test('arithmetic means of custom buckets', () => {
  // Middles 1.5 and 3; mean 2.25.
  expect(histogramVariance(custom([1, 2, 4], { 1: 2, 2: 2 }, { sum: 9 }))).toBeCloseTo(0.5625, 12);
  expect(histogramVariance(custom([1], { 0: 1, 1: 1 }, { sum: 3 }))).toBe(Infinity);
});

test('average', () => {
  expect(histogramAverage(exponential({ sum: 9, positive: { 1: 4 } }))).toBe(2.25);
  expect(histogramAverage(exponential({}))).toBeNaN();
});
