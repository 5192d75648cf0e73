import { expect, test } from 'vitest';
import { bucketQuantile, MonotonicityFixes, repairCounts } from './bucket-quantile.ts';

function quantile(q: number, buckets: readonly (readonly [number, number])[]): number {
  const bounds = Float64Array.from(buckets, ([bound]) => bound);
  return bucketQuantile(
    q,
    bounds,
    Float64Array.from(buckets, ([, count]) => count),
    buckets.length,
  );
}

const LATENCY = [
  [0.1, 50],
  [1, 90],
  [Infinity, 100],
] as const;

test.each<[number, readonly (readonly [number, number])[], number]>([
  [0.5, LATENCY, 0.1],
  [0.25, LATENCY, 0.05],
  [0.7, LATENCY, 0.1 + 0.9 * 0.5],
  [0.95, LATENCY, 1],
  [0, LATENCY, 0],
  [
    0.5,
    [
      [-1, 5],
      [Infinity, 6],
    ],
    -1,
  ],
  [
    0.9,
    [
      [-1, 5],
      [0, 10],
      [Infinity, 10],
    ],
    -0.2,
  ],
  [0.5, [[Infinity, 5]], Number.NaN],
  [
    0.5,
    [
      [1, 5],
      [2, 6],
    ],
    Number.NaN,
  ],
  [
    0.5,
    [
      [1, 0],
      [Infinity, 0],
    ],
    Number.NaN,
  ],
  [-0.1, LATENCY, -Infinity],
  [1.1, LATENCY, Infinity],
  [Number.NaN, LATENCY, Number.NaN],
])('the %d quantile of %j is %d', (q, buckets, expected) => {
  const actual = quantile(q, buckets);
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(actual).toBeCloseTo(expected, 12);
});

test('decreases are taken out and noted, noise vanishes silently', () => {
  const bounds = Float64Array.of(1, 2, 3, 4, Infinity);
  const counts = Float64Array.of(10, 10 + 1e-12, 7, 12, 11);
  const fixes = new MonotonicityFixes();
  expect(repairCounts(bounds, counts, 5, fixes)).toBe(true);
  expect([...counts]).toEqual([10, 10, 10, 12, 12]);
  expect(fixes).toMatchObject({ minBound: 3, maxBound: Infinity, maxDifference: 3 });
  const noisy = Float64Array.of(10, 10 - 1e-12, 10 + 1e-12);
  expect(repairCounts(bounds, noisy, 3, new MonotonicityFixes())).toBe(false);
  expect([...noisy]).toEqual([10, 10, 10]);
});
