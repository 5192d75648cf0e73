import { expect, test } from 'vitest';
import { almostEqual } from './almost-equal.ts';

test.each([
  [1, 1 + 1e-6, true],
  [1, 1 + 3e-6, false],
  [1e300, 1e300 * (1 + 1e-6), true],
  [Number.MAX_VALUE, -Number.MAX_VALUE, false],
  [0, 1e-300, false],
  [0, 5e-324, true],
  [0, -0, true],
  [Number.NaN, Number.NaN, true],
  [Number.NaN, 1, false],
  [Infinity, Infinity, true],
  [Infinity, -Infinity, false],
  [Infinity, 1e308, false],
])('%d and %d: %s', (a, b, equal) => expect(almostEqual(a, b)).toBe(equal));
