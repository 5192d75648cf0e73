import { expect, test } from 'vitest';
import { BucketList } from './bucket-list.ts';
import type { Histogram } from './histogram.ts';
import { custom, exponential } from './testing/build.ts';

const rows = (histogram: Histogram) => {
  const list = new BucketList(histogram);
  return Array.from({ length: list.length }, (_, i) => [list.rule(i), list.lower(i), list.upper(i), list.count(i)]);
};

test('negative, zero and positive buckets ascend, with the rules of the HTTP API', () => {
  const histogram = exponential({
    zeroThreshold: 0.001,
    zeroCount: 2,
    negative: { 0: 1, 2: 3 },
    positive: { 1: 4, 4: 5 },
  });
  expect(rows(histogram)).toEqual([
    [1, -4, -2, 3],
    [1, -1, -0.5, 1],
    [3, -0.001, 0.001, 2],
    [0, 1, 2, 4],
    [0, 8, 16, 5],
  ]);
});

test('buckets end at the zero bucket that overlaps them', () => {
  const histogram = exponential({ zeroThreshold: 0.75, zeroCount: 1, negative: { 0: 1 }, positive: { 0: 1 } });
  expect(rows(histogram).map(([, lower, upper]) => [lower, upper])).toEqual([
    [-1, -0.75],
    [-0.75, 0.75],
    [0.75, 1],
  ]);
});

test('an empty zero bucket is left out, an empty bucket of the layout is not', () => {
  expect(rows(exponential({ zeroThreshold: 0.1, positive: { 0: 0 } }))).toEqual([[0, 0.5, 1, 0]]);
});

test('custom buckets: the first is closed', () => {
  expect(rows(custom([5, 10], { 0: 1, 1: 2, 2: 3 }))).toEqual([
    [3, -Infinity, 5, 1],
    [0, 5, 10, 2],
    [0, 10, Infinity, 3],
  ]);
});
