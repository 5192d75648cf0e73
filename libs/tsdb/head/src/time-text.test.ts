import { expect, test } from 'vitest';
import { spanText, timeText } from './time-text.ts';

test.each([
  [1_700_000_000_000, '1700000000000 ms (2023-11-14T22:13:20.000Z)'],
  [1_700_000_000, '1700000000 ms (1970-01-20T16:13:20.000Z)'],
  [-1, '-1 ms (1969-12-31T23:59:59.999Z)'],
  [1e17, '100000000000000000 ms'],
  [Number.NaN, 'NaN ms'],
  [Number.NEGATIVE_INFINITY, '-Infinity ms'],
])('time %d', (timeMs, text) => {
  expect(timeText(timeMs)).toBe(text);
});

test.each([
  [15 * 86_400_000, '15d'],
  [5_400_000, '1h30m'],
  [61_001, '1m1s1ms'],
  [0, '0s'],
  [0.5, '0s'],
  [Number.POSITIVE_INFINITY, 'any time'],
])('span of %d ms', (spanMs, text) => {
  expect(spanText(spanMs)).toBe(text);
});
