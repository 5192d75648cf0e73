import { expect, test } from 'vitest';
import { detectReset } from './detect-reset.ts';
import type { Histogram } from './histogram.ts';
import { custom, exponential } from './testing/build.ts';

const previous = exponential({ zeroThreshold: 0.5, zeroCount: 2, positive: { 1: 3, 2: 4 }, negative: { 1: 5 } });

const totals = { zeroThreshold: 0.5, zeroCount: 2, count: 100 };

test.each<[string, boolean, Histogram]>([
  ['the same again', false, previous],
  [
    'more everywhere',
    false,
    exponential({ zeroThreshold: 0.5, zeroCount: 3, positive: { 1: 4, 2: 4 }, negative: { 1: 6 } }),
  ],
  [
    'a new bucket',
    false,
    exponential({ zeroThreshold: 0.5, zeroCount: 2, positive: { 0: 1, 1: 3, 2: 4 }, negative: { 1: 5 } }),
  ],
  ['a smaller count', true, { ...previous, count: 13 }],
  ['a smaller zero bucket', true, { ...previous, zeroCount: 1 }],
  ['a smaller bucket', true, exponential({ ...totals, positive: { 1: 2, 2: 9 }, negative: { 1: 5 } })],
  ['a smaller negative bucket', true, exponential({ ...totals, positive: { 1: 3, 2: 4 }, negative: { 1: 4 } })],
  ['a bucket is gone', true, exponential({ ...totals, positive: { 2: 7 }, negative: { 1: 5 } })],
  ['the last bucket is gone', true, exponential({ ...totals, positive: { 1: 7 }, negative: { 1: 5 } })],
  ['a finer schema', true, { ...previous, schema: 1 }],
  ['a narrower zero bucket', true, { ...previous, zeroThreshold: 0.1 }],
  ['a hint says so', true, { ...previous, counterResetHint: 'reset' }],
  ['a hint denies it', false, { ...previous, count: 0, counterResetHint: 'not_reset' }],
  ['a gauge is looked at like a counter', true, { ...previous, count: 0, counterResetHint: 'gauge' }],
  ['another kind of buckets', true, custom([1, 2], { 0: 100 })],
])('%s: %s', (_, reset, current) => {
  expect(detectReset(current, previous)).toBe(reset);
});

test('a coarser schema is compared bucket by bucket', () => {
  const fine = exponential({ schema: 1, positive: { 1: 2, 2: 3 } });
  expect(detectReset(exponential({ schema: 0, positive: { 1: 5 } }), fine)).toBe(false);
  expect(detectReset(exponential({ schema: 0, positive: { 1: 4, 2: 3 } }), fine)).toBe(true);
});

test('a wider zero bucket must hold the buckets that it swallowed, and cut none', () => {
  const wider = (zeroThreshold: number, zeroCount: number) =>
    exponential({ zeroThreshold, zeroCount, count: 100, positive: { 2: 4 }, negative: {} });
  expect(detectReset(wider(2, 10), previous)).toBe(false);
  expect(detectReset(wider(2, 9), previous)).toBe(true);
  expect(detectReset(wider(1.5, 100), previous)).toBe(true);
});

test('other custom bounds: between those that both have', () => {
  const before = custom([1, 5, 10], { 0: 1, 1: 2, 2: 3, 3: 4 });
  expect(detectReset(custom([2, 5], { 0: 3, 1: 0, 2: 7 }), before)).toBe(false);
  expect(detectReset(custom([2, 5], { 0: 2, 1: 0, 2: 9 }), before)).toBe(true);
  expect(detectReset(custom([7], { 0: 0, 1: 10 }), before)).toBe(false);
});

test('behind the last bucket, only one bucket of the previous histogram is looked at', () => {
  const current = exponential({ positive: { 0: 9 } });
  expect(detectReset(current, exponential({ positive: { 0: 1, 1: 0, 2: 5 } }))).toBe(false);
  expect(detectReset(current, exponential({ positive: { 0: 1, 1: 1 } }))).toBe(true);
});
