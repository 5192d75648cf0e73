import { expect, test } from 'vitest';
import { equalHistograms } from './equal.ts';
import type { Histogram } from './histogram.ts';
import { custom, exponential } from './testing/build.ts';

const base = exponential({ zeroCount: 1, zeroThreshold: 0.1, sum: 3, positive: { 1: 2, 2: 1 }, negative: { 1: 1 } });

test('spans may be cut differently', () => {
  const positiveSpans = [
    { offset: 1, length: 1 },
    { offset: 0, length: 1 },
  ];
  expect(equalHistograms(base, { ...base, positiveSpans })).toBe(true);
});

test.each<[string, Partial<Histogram>]>([
  ['schema', { schema: 1 }],
  ['count', { count: 9 }],
  ['sum', { sum: Number.NaN }],
  ['the sign of zero', { sum: -0 }],
  ['zeroCount', { zeroCount: 2 }],
  ['zeroThreshold', { zeroThreshold: 0.2 }],
  ['a bucket', { positiveBuckets: Float64Array.of(2, 2) }],
  ['a negative bucket', { negativeBuckets: Float64Array.of(2) }],
  ['the layout', { positiveSpans: [{ offset: 0, length: 2 }] }],
])('%s counts', (what, change) => {
  const histogram = what === 'the sign of zero' ? { ...base, sum: 0 } : base;
  expect(equalHistograms(histogram, { ...histogram, ...change })).toBe(false);
});

test('NaN equals NaN, hints do not count, custom bounds do', () => {
  const nan = { ...base, sum: Number.NaN };
  expect(equalHistograms(nan, { ...nan, counterResetHint: 'gauge' })).toBe(true);
  expect(equalHistograms(custom([1, 2], { 0: 1 }), custom([1, 2], { 0: 1 }))).toBe(true);
  expect(equalHistograms(custom([1, 2], { 0: 1 }), custom([1, 3], { 0: 1 }))).toBe(false);
});
