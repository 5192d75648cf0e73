import { expect, test } from 'vitest';
import { bucketBound, exponentialBound } from './bounds.ts';

// Powers of two are bounds of every schema; bucket i of schema s ends at 2^(i / 2^s).
test.each([
  [0, 0, 1],
  [1, 0, 2],
  [-3, 0, 0.125],
  [3, -1, 64],
  [-2, -4, 2 ** -32],
  [2, 1, 2],
  [1, 1, 1.414213562373095],
  [-1, 1, 0.7071067811865475],
  [256, 8, 2],
  [1, 8, 1.0027112750502025],
  [-255, 8, 0.5013556375251013],
])('bucket %d of schema %d ends at %d', (index, schema, bound) => {
  expect(exponentialBound(index, schema)).toBe(bound);
});

test('every bound is within a few units of the true power', () => {
  for (let schema = -4; schema <= 8; schema++) {
    for (let index = -40; index <= 40; index++) {
      const ratio = exponentialBound(index, schema) / 2 ** (index * 2 ** -schema);
      expect(Math.abs(ratio - 1)).toBeLessThan(1e-15);
    }
  }
});

test.each([-4, -1, 0, 3, 8])(
  'schema %d: the last finite bucket ends at the largest number, the next at +Inf',
  (schema) => {
    const last = 1024 * 2 ** schema;
    expect(exponentialBound(last, schema)).toBe(Number.MAX_VALUE);
    expect(exponentialBound(last + 1, schema)).toBe(Infinity);
    expect(exponentialBound(last - 1, schema)).toBeLessThan(Number.MAX_VALUE);
  },
);

test('bounds of the smallest numbers', () => {
  expect(exponentialBound(-1022, 0)).toBe(2 ** -1022);
  expect(exponentialBound(-1074, 0)).toBe(Number.MIN_VALUE);
  expect(exponentialBound(-1080, 0)).toBe(0);
});

test('custom bounds reach to both infinities', () => {
  const bounds = Float64Array.of(5, 10);
  expect([-1, 0, 1, 2].map((index) => bucketBound(index, -53, bounds))).toEqual([-Infinity, 5, 10, Infinity]);
});
