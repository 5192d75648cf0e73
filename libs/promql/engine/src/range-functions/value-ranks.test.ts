import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { ValueRanks } from './value-ranks.ts';

test('ranks follow the order of the numbers, NaN first, -0 equal to 0', () => {
  const values = Float64Array.of(
    2,
    -1,
    Number.NaN,
    0,
    -0,
    Number.POSITIVE_INFINITY,
    -1e-300,
    Number.NEGATIVE_INFINITY,
    2,
    Number.NaN,
  );
  const order = new ValueRanks();
  order.rank(values, values.length);
  expect([...order.ranks.subarray(0, values.length)]).toEqual([5, 2, 0, 4, 4, 6, 3, 1, 5, 0]);
  expect(order.size).toBe(7);
  expect([...order.distinct.subarray(0, order.size)]).toEqual([NaN, -Infinity, -1, -1e-300, -0, 2, Infinity]);
});

test('any doubles are ranked as a comparing sort does it', () => {
  const random = seededRandom(5);
  const order = new ValueRanks();
  for (let round = 0; round < 50; round++) {
    const count = random.int(0, 300);
    const words = Uint32Array.from({ length: 2 * count }, () => Math.floor(2 ** 32 * random.next()));
    const wild = new Float64Array(words.buffer);
    const values = wild.map((value) => (random.next() < 0.5 ? random.int(-5, 5) : value));
    order.rank(values, count);
    const distinct = [...new Set(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    if (values.some(Number.isNaN)) distinct.unshift(Number.NaN);
    expect([...order.distinct.subarray(0, order.size)]).toEqual(distinct);
    for (let i = 0; i < count; i++) {
      expect(distinct[order.ranks[i] as number]).toEqual(values[i]);
    }
  }
});
