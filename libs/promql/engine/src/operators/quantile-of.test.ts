import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { quantileOf } from './quantile-of.ts';

test('agrees with sorting, for short and long lists, with and without NaN', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 200; round++) {
    const size = 1 + Math.floor(random.next() * 60);
    const values = Array.from({ length: size }, () =>
      random.next() < 0.1 ? Number.NaN : Math.floor(random.next() * 100) - 50,
    );
    const q = random.next();
    const nans = values.filter(Number.isNaN);
    const sorted = [...nans, ...values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)];
    const low = Math.floor(q * (size - 1));
    const weight = q * (size - 1) - low;
    const high = Math.min(size - 1, low + 1);
    const expected = (sorted[low] as number) * (1 - weight) + (sorted[high] as number) * weight;
    expect(quantileOf(q, Float64Array.from([...values, 1e9]), size)).toBe(expected);
  }
});

test('has no answer for no values or no quantile', () => {
  expect(quantileOf(0.5, new Float64Array(3), 0)).toBeNaN();
  expect(quantileOf(Number.NaN, Float64Array.of(1), 1)).toBeNaN();
  expect(quantileOf(-0.1, Float64Array.of(1), 1)).toBe(-Infinity);
  expect(quantileOf(1.1, Float64Array.of(1), 1)).toBe(Infinity);
});
