import { expect, test } from 'vitest';
import { parseNumber } from './number.ts';

test.each([
  ['1', 1],
  ['-1.5e-3', -0.0015],
  ['+.5', 0.5],
  ['5.', 5],
  ['0x1F', 31],
  ['-0x10', -16],
  ['Inf', Infinity],
  ['-inf', -Infinity],
  ['+Infinity', Infinity],
  ['NaN', Number.NaN],
  ['-0', -0],
])('%s', (text, value) => expect(parseNumber(text)).toBe(value));

test.each(['', 'x', '1 2', '1s', '.', 'stale', '1e'])('"%s" is none', (text) => expect(parseNumber(text)).toBeNull());
