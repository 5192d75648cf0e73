import { expect, test } from 'vitest';
import { bucketFraction } from './bucket-fraction.ts';

type Buckets = readonly (readonly [number, number])[];

function fraction(lower: number, upper: number, buckets: Buckets): number {
  const bounds = Float64Array.from(buckets, ([bound]) => bound);
  return bucketFraction(
    lower,
    upper,
    bounds,
    Float64Array.from(buckets, ([, count]) => count),
    buckets.length,
  );
}

const POSITIVE: Buckets = [
  [1, 10],
  [2, 30],
  [Infinity, 40],
];
const NEGATIVE: Buckets = [
  [-2, 10],
  [0, 30],
  [Infinity, 40],
];

test.each<[number, number, Buckets, number]>([
  [0, 1, POSITIVE, 0.25],
  [0.5, 1.5, POSITIVE, 0.375],
  [-5, 0.5, POSITIVE, 0.125],
  [-Infinity, Infinity, POSITIVE, 1],
  [2, 100, POSITIVE, 0],
  [2, Infinity, POSITIVE, 0.25],
  [-1, 0, NEGATIVE, 0.25],
  [-Infinity, -3, NEGATIVE, 0.25],
  [-4, -3, NEGATIVE, 0],
  [2, 1, POSITIVE, 0],
  [Number.NaN, 1, POSITIVE, Number.NaN],
  [0, Number.NaN, POSITIVE, Number.NaN],
  [0, 1, [[1, 10]], Number.NaN],
  [
    0,
    1,
    [
      [1, 0],
      [Infinity, 0],
    ],
    Number.NaN,
  ],
])('between %d and %d of %j lies %d', (lower, upper, buckets, expected) => {
  const actual = fraction(lower, upper, buckets);
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(actual).toBeCloseTo(expected, 12);
});
