import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { MAX_FLOAT_BYTES, writeFloatAt } from './write-float.ts';

const bytes = new Uint8Array(64);

function written(value: number): string {
  return Buffer.from(bytes.subarray(0, writeFloatAt(bytes, 0, value))).toString('latin1');
}

test.each([
  [0, '0'],
  [-0, '-0'],
  [1, '1'],
  [-7, '-7'],
  [10, '10'],
  [99, '99'],
  [100, '100'],
  [999_999_999, '999999999'],
  [-999_999_999, '-999999999'],
  [1e9, '1000000000'],
  [5_368_709_120, '5368709120'],
  [-123_456_789_012, '-123456789012'],
  [1_000_000_007.25, '1000000007.25'],
  [999_999_999_999.999, '999999999999.999'],
  [1e12 + 0.5, '1000000000000.5'],
  [100_000_000.000001, '100000000.000001'],
  [0.001, '0.001'],
  [0.0005, '0.0005'],
  [-1.000001, '-1.000001'],
  [7.05, '7.05'],
  [4.35, '4.35'],
  [2 ** 31, '2147483648'],
  [-(2 ** 31), '-2147483648'],
  [2 ** 53, '9007199254740992'],
  [0.5, '0.5'],
  [-0.25, '-0.25'],
  [12.75, '12.75'],
  [0.1 + 0.2, '0.30000000000000004'],
  [1.005, '1.005'],
  [123456.789, '123456.789'],
  [0.000001, '0.000001'],
  [1e-7, '1e-07'],
  [1.5e-9, '1.5e-09'],
  [-2.5e-10, '-2.5e-10'],
  [5e-324, '5e-324'],
  [1e20, '100000000000000000000'],
  [123456789012345680000, '123456789012345680000'],
  [1e21, '1e+21'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [NaN, 'NaN'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
])('%d is printed %s', (value, text) => {
  expect(written(value)).toBe(text);
});

test('random numbers of every magnitude read back to the same number', () => {
  const random = seededRandom(7);
  const words = new Uint32Array(2);
  const floats = new Float64Array(words.buffer);
  for (let i = 0; i < 50_000; i++) {
    words[0] = random.next() * 2 ** 32;
    words[1] = random.next() * 2 ** 32;
    const value = i % 2 === 0 ? (floats[0] as number) : Math.round(random.next() * 10 ** (i % 16)) / 10 ** (i % 9);
    if (!Number.isFinite(value)) continue;
    const text = written(value);
    if (Math.abs(value) >= 1e-6 && Math.abs(value) < 1e21) expect(text).toBe(String(value));
    expect(Object.is(Number(text), value), text).toBe(true);
    expect(text.length).toBeLessThanOrEqual(MAX_FLOAT_BYTES);
  }
});
