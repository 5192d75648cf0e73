import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { ValueHeap } from './value-heap.ts';

test.each([1, -1] as const)('keeps the best values (sign %i)', (sign) => {
  const random = seededRandom(5);
  for (let round = 0; round < 100; round++) {
    const values = Array.from({ length: 40 }, () =>
      random.next() < 0.2 ? Number.NaN : Math.floor(random.next() * 30),
    );
    const size = 1 + Math.floor(random.next() * 10);
    const heap = new ValueHeap(size, sign);
    values.forEach((value, index) => {
      if (heap.size < size) heap.push(value, index);
      else if (heap.beatsTop(value)) heap.replaceTop(value, index);
    });
    const numbers = values.filter((value) => !Number.isNaN(value)).sort((a, b) => (b - a) * sign);
    expect(heap.ordered().map((index) => values[index])).toEqual(numbers.slice(0, size));
  }
});

test('the first of equal values stays', () => {
  const heap = new ValueHeap(2, 1);
  heap.push(1, 0);
  heap.push(1, 1);
  expect(heap.beatsTop(1)).toBe(false);
  expect(heap.ordered()).toEqual([0, 1]);
});
