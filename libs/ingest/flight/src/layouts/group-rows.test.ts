import { seededRandom } from '@chimera/testing';
import { runAtOnce } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { groupRows } from './group-rows.ts';
import type { LabelColumn } from './label-column.ts';

function column(ids: readonly number[], cardinality: number): LabelColumn {
  return { name: 'l', ids: Int32Array.from(ids), cardinality, text: String };
}

test('rows are grouped by all columns, in order of appearance', () => {
  const { groupOf, firstRows, contiguous } = runAtOnce(
    groupRows([column([0, 0, 1, 0], 2), column([-1, -1, 0, 0], 1)], 4),
  );
  expect([...groupOf]).toEqual([0, 0, 1, 2]);
  expect(firstRows).toEqual([0, 2, 3]);
  expect(contiguous).toBe(true);
});

test('a group that comes back is noticed', () => {
  expect(runAtOnce(groupRows([column([0, 1, 0], 2)], 3))).toEqual({
    groupOf: Int32Array.from([0, 1, 0]),
    firstRows: [0, 1],
    contiguous: false,
  });
});

test('more combinations than a float can count are still told apart', () => {
  const random = seededRandom(3);
  const rows = 500;
  const huge = 100_000_000;
  const columns = [0, 1, 2, 3].map(() =>
    column(
      Array.from({ length: rows }, () => random.pick([0, 1, huge - 1])),
      huge,
    ),
  );
  const { groupOf } = runAtOnce(groupRows(columns, rows));
  const expected = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const key = columns.map(({ ids }) => ids[row]).join();
    if (!expected.has(key)) expected.set(key, expected.size);
    expect(groupOf[row]).toBe(expected.get(key));
  }
});
