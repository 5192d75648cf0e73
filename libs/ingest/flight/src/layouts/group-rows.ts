/** Which rows of a batch belong to one series: equal labels, found by combining small integers, not by building labels. */
import type { SlicedWork } from '@chimera/tsdb-storage';
import { inBlocks } from './blocks.ts';
import type { LabelColumn } from './label-column.ts';

export type RowGroups = {
  /** Group of each row, numbered in order of first appearance. */
  readonly groupOf: Int32Array;
  /** First row of each group. */
  readonly firstRows: readonly number[];
  /** True when the rows of every group are neighbours. */
  readonly contiguous: boolean;
};

export function* groupRows(columns: readonly LabelColumn[], rows: number): SlicedWork<RowGroups> {
  let keys = new Float64Array(rows);
  let range = 1;
  for (const { ids, cardinality } of columns) {
    const radix = cardinality + 1;
    if (range * radix > Number.MAX_SAFE_INTEGER) {
      const dense: RowGroups = yield* number(keys, rows);
      keys = Float64Array.from(dense.groupOf);
      range = dense.firstRows.length;
    }
    const into = keys;
    yield* inBlocks(rows, (from, to) => {
      for (let row = from; row < to; row++) into[row] = (into[row] as number) * radix + (ids[row] as number) + 1;
    });
    range *= radix;
  }
  return yield* number(keys, rows);
}

/** Numbers equal keys; a run of equal keys costs one comparison a row. */
function* number(keys: Float64Array, rows: number): SlicedWork<RowGroups> {
  const groupOf = new Int32Array(rows);
  const known = new Map<number, number>();
  const firstRows: number[] = [];
  let contiguous = true;
  let previous = Number.NaN;
  let group = -1;
  yield* inBlocks(rows, (from, to) => {
    for (let row = from; row < to; row++) {
      const key = keys[row] as number;
      if (key !== previous) {
        previous = key;
        const seen = known.get(key);
        if (seen === undefined) {
          group = firstRows.length;
          known.set(key, group);
          firstRows.push(row);
        } else {
          group = seen;
          contiguous = false;
        }
      }
      groupOf[row] = group;
    }
  });
  return { groupOf, firstRows, contiguous };
}
