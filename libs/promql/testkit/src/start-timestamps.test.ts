import { expect, test } from 'vitest';
import { parseStartOffsets, startTimestampLine } from './start-timestamps.ts';

test.each([
  ['_ _x2 1m', [null, null, null, 60_000]],
  ['-30s-1mx2', [-30_000, -90_000, -150_000]],
  ['0-1mx1', [0, -60_000]],
  ['-59999msx1', [-59_999, -59_999]],
  ['-0ms', [0]],
  ['-1s _ * *x1', [-1_000, null, -1_000, -1_000, -1_000]],
  ['1h30m+1sx1', [5_400_000, 5_401_000]],
])('%s', (text, offsets) => expect(parseStartOffsets(text)).toEqual(offsets));

test.each(['abc', '1m+x2', '1mx', '5'])('%s is refused', (text) => expect(() => parseStartOffsets(text)).toThrow());

test('lines with @st', () => {
  expect(startTimestampLine('m{a="b"}@st  _ 1m')).toEqual({ metric: 'm{a="b"}', values: '_ 1m' });
  expect(startTimestampLine('@st -1m')).toEqual({ metric: '', values: '-1m' });
  expect(startTimestampLine('m 1 2')).toBeNull();
});
