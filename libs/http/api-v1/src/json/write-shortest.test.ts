import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { writeShortestAt } from './write-shortest.ts';

const bytes = new Uint8Array(32);

/** null when it left the value to the slow way. */
function written(value: number): string | null {
  const end = writeShortestAt(bytes, 0, value);
  return end === 0 ? null : Buffer.from(bytes.subarray(0, end)).toString('latin1');
}

test.each([
  0.1 + 0.2,
  1 / 3,
  2 / 3,
  Math.PI,
  1e-6,
  1.0000000000000002,
  0.9999999999999999,
  123456.78901234567,
  4.35,
  900719925474098.4,
  0.000123456789012345,
  5e-324,
  1e300,
  0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  2 ** -10,
])('%d is written as JavaScript prints it, or not at all', (value) => {
  expect([String(value), null]).toContain(written(value));
});

const random = seededRandom(41);
const near = (value: number, steps: number): number => value * (1 + steps * Number.EPSILON);

test.each<[string, () => number]>([
  ['ratios', () => random.next() * 3],
  ['rates', () => (random.int(1, 1e6) / 300) * random.next()],
  ['thirds', () => random.int(1, 1e9) / 3],
  ['small', () => random.next() * 1e-5],
  ['large', () => random.next() * 9e14],
  ['float32', () => Math.fround(random.next() * 1e4)],
  ['15 to 17 digits', () => Number(`${random.int(1, 1e9)}.${random.int(1e7, 1e8)}`)],
  ['beside powers of two', () => near(2 ** random.int(-19, 49), random.int(-3, 3))],
  ['beside powers of ten', () => near(10 ** random.int(-5, 14), random.int(-3, 3))],
  ['sums of tenths', () => random.int(1, 1e6) * 0.1],
])('%s: the same digits as the engine, nearly always without it', (_, next) => {
  let left = 0;
  for (let i = 0; i < 20_000; i++) {
    const value = next();
    const text = written(value);
    if (text === null) left++;
    else if (text !== String(value)) expect(text).toBe(String(value));
  }
  // Powers of two and doubt: the beside-tests hit them on purpose.
  expect(left / 20_000).toBeLessThan(0.35);
});
