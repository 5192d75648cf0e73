import { expect, test } from 'vitest';
import type { Histogram } from './histogram.ts';
import { histogramQuantile } from './quantile.ts';
import { custom, exponential } from './testing/build.ts';

function quantile(q: number, histogram: Histogram): [number, string[]] {
  const notes: string[] = [];
  return [histogramQuantile(q, histogram, (what) => notes.push(what)), notes];
}

const positive = exponential({ sum: 100, zeroThreshold: 0.001, zeroCount: 2, positive: { 0: 2, 1: 4, 3: 2 } });

test.each([
  [-0.1, -Infinity],
  [1.1, Infinity],
  [0, 0],
  // In the zero bucket, which begins at 0 without negative buckets: linear.
  [0.1, 0.0005],
  [0.2, 0.001],
  // Halfway through (0.5,1]: exponential.
  [0.3, 0.7071067811865476],
  [0.6, 2 ** 0.5],
  // Just above the gap between two buckets: ranks from 0.5 on count from above.
  [0.8, 4],
  [0.9, 4 * 2 ** 0.5],
  [1, 8],
])('q %d: %d', (q, expected) => {
  const [value, notes] = quantile(q, positive);
  expect(value).toBeCloseTo(expected, 12);
  expect(notes).toEqual([]);
});

test('negative buckets mirror', () => {
  const negative = exponential({ sum: -9, zeroThreshold: 0.5, zeroCount: 2, negative: { 1: 4 } });
  expect(quantile(0, negative)[0]).toBe(-2);
  expect(quantile(1 / 3, negative)[0]).toBeCloseTo(-(2 ** 0.5), 12);
  // Without positive buckets the zero bucket ends at 0.
  expect(quantile(1, negative)[0]).toBe(0);
  const both = exponential({ sum: 1, zeroThreshold: 0.5, zeroCount: 4, negative: { 1: 2 }, positive: { 1: 2 } });
  expect(quantile(0.5, both)[0]).toBe(0);
});

test('custom buckets: linear, from 0, ending at the last bound', () => {
  const histogram = custom([5, 10, 20], { 0: 4, 1: 4, 3: 2 }, { sum: 50 });
  expect(quantile(0.2, histogram)[0]).toBe(2.5);
  expect(quantile(0.5, histogram)[0]).toBe(6.25);
  expect(quantile(0.95, histogram)[0]).toBe(20);
  expect(quantile(0.1, custom([-5, 5], { 0: 1, 1: 1 }))[0]).toBe(-5);
});

test('no observations, no buckets, no quantile', () => {
  expect(quantile(NaN, positive)[0]).toBeNaN();
  expect(quantile(0.5, exponential({}))[0]).toBeNaN();
  expect(quantile(0.5, exponential({ count: 3, sum: 1 }))).toEqual([0, []]);
});

test('NaN observations are above all buckets', () => {
  const histogram = exponential({ count: 15, sum: NaN, positive: { 0: 12 } });
  expect(quantile(0.81, histogram)).toEqual([NaN, ['quantile_is_nan']]);
  expect(quantile(0.8, histogram)).toEqual([1, ['quantile_is_skewed']]);
  const [value, notes] = quantile(0.4, histogram);
  expect(value).toBeCloseTo(Math.SQRT1_2, 12);
  expect(notes).toEqual(['quantile_is_skewed']);
  // Both infinities were observed: the sum is NaN, and no observation is.
  expect(quantile(0.8, { ...histogram, count: 12 })[1]).toEqual([]);
});
