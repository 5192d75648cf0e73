import { expect, test } from 'vitest';
import { parseDurationMs } from './duration.ts';

test.each([
  ['0', 0],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['10s53ms', 10_053],
  ['1y2w3d', 31_536_000_000 + 2 * 604_800_000 + 3 * 86_400_000],
  ['0ms', 0],
])('%s', (text, ms) => expect(parseDurationMs(text)).toBe(ms));

test.each(['', '5', '-5m', '5m1h', '5 m', 'm', '1.5h'])('%s is refused', (text) =>
  expect(() => parseDurationMs(text)).toThrow(`not a valid duration: "${text}"`),
);
