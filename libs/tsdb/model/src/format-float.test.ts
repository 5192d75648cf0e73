import { expect, test } from 'vitest';
import { formatFloat, formatFloatPlain } from './index.ts';

// Expected texts: Go 1.26, strconv.FormatFloat(x, 'g', -1, 64) and (x, 'f', -1, 64).
test.each([
  [0, '0', '0'],
  [-0, '-0', '-0'],
  [1, '1', '1'],
  [-1.5, '-1.5', '-1.5'],
  [0.1, '0.1', '0.1'],
  [0.0001, '0.0001', '0.0001'],
  [0.00001, '1e-05', '0.00001'],
  [1.5e-7, '1.5e-07', '0.00000015'],
  [999_999, '999999', '999999'],
  [1_000_000, '1e+06', '1000000'],
  [123_456_789, '1.23456789e+08', '123456789'],
  [1e21, '1e+21', '1000000000000000000000'],
  [1.25e22, '1.25e+22', '12500000000000000000000'],
  [5e-324, '5e-324', `0.${'0'.repeat(323)}5`],
  [Number.POSITIVE_INFINITY, '+Inf', '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf', '-Inf'],
  [Number.NaN, 'NaN', 'NaN'],
])('%d', (value, general, plain) => {
  expect(formatFloat(value)).toBe(general);
  expect(formatFloatPlain(value)).toBe(plain);
});
