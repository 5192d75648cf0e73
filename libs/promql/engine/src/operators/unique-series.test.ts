import { StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import type { VectorOperator } from '../operator.ts';
import { uniqueSeries } from './unique-series.ts';

/** One series per row: its label value, and its values with null where it has no sample. */
function rows(...series: readonly [string, ...(number | null)[]][]): VectorOperator {
  return {
    series: async () => series.map(([job]) => ({ labels: ['job', job], dropName: false })),
    read: (index, out) => {
      out.histograms = null;
      const [, ...values] = series[index] as (typeof series)[number];
      for (const [k, value] of values.entries()) {
        out.present[k] = value === null ? 0 : 1;
        out.values[k] = value ?? 0;
      }
    },
  };
}

function readAll(operator: VectorOperator, index: number): (number | null)[] {
  const out = new StepColumn(3);
  operator.read(index, out);
  return Array.from(out.values, (value, k) => (out.present[k] === 1 ? value : null));
}

test('unique series pass through', async () => {
  const operator = uniqueSeries(rows(['a', 1, 2, 3], ['b', 4, null, 6]), 'step');
  expect(await operator.series()).toHaveLength(2);
  expect(readAll(operator, 1)).toEqual([4, null, 6]);
});

test('series that became equal are merged where no step has both', async () => {
  const operator = uniqueSeries(rows(['a', 1, null, null], ['b', 9, 9, 9], ['a', null, null, 3]), 'step');
  expect((await operator.series()).map(({ labels }) => labels[1])).toEqual(['a', 'b']);
  expect(readAll(operator, 0)).toEqual([1, null, 3]);
  expect(readAll(operator, 1)).toEqual([9, 9, 9]);
});

test('two samples on one step are refused', async () => {
  const operator = uniqueSeries(rows(['a', 1, 2, null], ['a', null, 2, 3]), 'step');
  await operator.series();
  expect(() => readAll(operator, 0)).toThrow('vector cannot contain metrics with the same labelset');
});

test('by series, any two that have samples are refused, and empty ones do not count', async () => {
  const disjoint = uniqueSeries(rows(['a', 1, null, null], ['a', null, null, 3]), 'series');
  await disjoint.series();
  expect(() => readAll(disjoint, 0)).toThrow('vector cannot contain metrics with the same labelset');
  const empty = uniqueSeries(rows(['a', null, null, null], ['a', 1, 2, 3]), 'series');
  await empty.series();
  expect(readAll(empty, 0)).toEqual([1, 2, 3]);
});
