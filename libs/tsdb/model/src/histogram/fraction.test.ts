import { expect, test } from 'vitest';
import { histogramFraction } from './fraction.ts';
import type { Histogram } from './histogram.ts';
import { custom, exponential } from './testing/build.ts';

const fraction = (lower: number, upper: number, histogram: Histogram) =>
  histogramFraction(lower, upper, histogram, () => undefined);

const symmetric = exponential({ zeroThreshold: 0.5, zeroCount: 2, negative: { 1: 4 }, positive: { 1: 4 }, sum: 0 });

test.each([
  [-Infinity, Infinity, 1],
  [1, 2, 0.4],
  [2, 1, 0],
  [1, 1, 0],
  [0, 0.25, 0.05],
  [-0.5, 0.5, 0.2],
  [1, 2 ** 0.5, 0.2],
  [-2, -(2 ** 0.5), 0.2],
  [-(2 ** 0.5), -1, 0.2],
  [3, 4, 0],
  [-Infinity, 1.5, 0.6 + 0.4 * Math.log2(1.5)],
])('from %d to %d: %d', (lower, upper, expected) => {
  expect(fraction(lower, upper, symmetric)).toBeCloseTo(expected, 12);
});

test('custom buckets: linear, an infinite one is not split', () => {
  const histogram = custom([5, 10], { 0: 2, 1: 4, 2: 4 });
  expect(fraction(0, 2.5, histogram)).toBeCloseTo(0.1, 12);
  expect(fraction(5, 7.5, histogram)).toBeCloseTo(0.2, 12);
  expect(fraction(10, 1000, histogram)).toBe(0);
  expect(fraction(-Infinity, -7, custom([-5], { 0: 1, 1: 1 }))).toBe(0.5);
});

test('no observations, NaN limits, NaN observations', () => {
  expect(fraction(NaN, 1, symmetric)).toBeNaN();
  expect(fraction(0, NaN, symmetric)).toBeNaN();
  expect(fraction(0, 1, exponential({}))).toBeNaN();
  const notes: string[] = [];
  const histogram = exponential({ count: 15, sum: NaN, positive: { 0: 12 } });
  expect(histogramFraction(-Infinity, Infinity, histogram, (what) => notes.push(what))).toBeCloseTo(0.8, 12);
  expect(notes).toEqual(['fraction_excludes_nan']);
});
