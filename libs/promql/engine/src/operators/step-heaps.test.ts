import { seededRandom } from '@chimera/testing';
import { StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { StepHeaps } from './step-heaps.ts';

function column(values: readonly number[]): StepColumn {
  const made = new StepColumn(values.length);
  made.values.set(values);
  made.present.fill(1);
  return made;
}

test.each([1, -1] as const)('keeps the best values of each step (sign %i)', (sign) => {
  const random = seededRandom(5);
  const steps = 50;
  const limits = Float64Array.from({ length: steps }, () => Math.floor(random.next() * 11));
  const heaps = new StepHeaps(steps, 10, sign);
  const columns = Array.from({ length: 40 }, () =>
    column(Array.from({ length: steps }, () => (random.next() < 0.2 ? Number.NaN : Math.floor(random.next() * 30)))),
  );
  for (const [index, offered] of columns.entries()) heaps.offer(offered, index, limits);
  for (let k = 0; k < steps; k++) {
    const numbers = columns.map(({ values }) => values[k] as number).filter((value) => !Number.isNaN(value));
    numbers.sort((a, b) => (b - a) * sign);
    const kept = heaps.ordered(k).map((at) => columns[heaps.indexes[at] as number]?.values[k]);
    expect(kept).toEqual(numbers.slice(0, limits[k]));
  }
});

test('the first of equal values stays', () => {
  const heaps = new StepHeaps(1, 2, 1);
  for (let index = 0; index < 3; index++) heaps.offer(column([1]), index, Float64Array.of(2));
  expect(heaps.ordered(0).map((at) => heaps.indexes[at])).toEqual([0, 1]);
});
