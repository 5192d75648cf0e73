/** Durations as text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDurationText } from './duration-text.ts';

test.each([
  ['0', 0],
  ['5m', 300_000],
  ['1y2w3d4h5m6s7ms', 33_019_506_007],
  ['90m', 5_400_000],
  ['0s', 0],
])('parses %s', (text, ms) => {
  expect(parseDurationText(text)).toBe(ms);
});

test.each([
  ['', 'empty duration string'],
  ['5', 'not a valid duration string: "5"'],
  ['-5m', 'not a valid duration string: "-5m"'],
  ['5m5h', 'not a valid duration string: "5m5h"'],
  ['5m5m', 'not a valid duration string: "5m5m"'],
  ['5mh', 'unknown unit "mh" in duration "5mh"'],
  ['1.5h', 'unknown unit "." in duration "1.5h"'],
  ['300y', 'duration out of range'],
  ['99999999999999999999s', 'not a valid duration string: "99999999999999999999s"'],
])('refuses %j', (text, message) => {
  expect(() => parseDurationText(text)).toThrow(message);
});

test.each([
  [0, '0s'],
  [0.9, '0s'],
  [90_000, '1m30s'],
  [-90_500, '-1m30s500ms'],
  [7 * 86_400_000, '1w'],
  [90 * 86_400_000, '90d'],
  [365 * 86_400_000, '1y'],
  [730 * 86_400_000 + 1, '730d1ms'],
])('formats %d', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('every duration comes back from its text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000_000_000_000 }), (ms) => {
      expect(parseDurationText(formatDuration(ms))).toBe(ms);
    }),
    { seed: 1, numRuns: 500 },
  );
});
