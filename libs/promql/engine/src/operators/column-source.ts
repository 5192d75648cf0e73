/** Columns of one side of a join: streamed when used once, kept in memory while they are still needed. */
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, VectorOperator } from '../operator.ts';
import { copyColumn } from './copy-column.ts';

export type ColumnSource = {
  /** Column `index`: either `scratch`, filled, or one that others use too and that must not be changed. */
  read(index: number, scratch: StepColumn): StepColumn;
  /** Column `index` into `out`, which the caller may change. */
  readInto(index: number, out: StepColumn): void;
};

/** `uses[index]` says how often each column will be read; null: once. */
export function operatorColumns(
  vector: VectorOperator,
  uses: Int32Array | null,
  { budget, grid }: EvalContext,
): ColumnSource {
  if (uses === null) {
    return {
      read: (index, scratch) => {
        vector.read(index, scratch);
        return scratch;
      },
      readInto: (index, out) => vector.read(index, out),
    };
  }
  const kept = new Map<number, StepColumn>();
  const read = (index: number, scratch: StepColumn): StepColumn => {
    const left = (uses[index] as number) - 1;
    uses[index] = left;
    const known = kept.get(index);
    if (known !== undefined) {
      if (left > 0) return known;
      kept.delete(index);
      budget.release(grid.count);
      return known;
    }
    const column = left > 0 ? new StepColumn(grid.count) : scratch;
    vector.read(index, column);
    if (left > 0) {
      budget.hold(grid.count);
      kept.set(index, column);
    }
    return column;
  };
  return {
    read,
    readInto: (index, out) => {
      const column = read(index, out);
      if (column !== out) copyColumn(column, out);
    },
  };
}

/** Columns that are all in memory already. */
export function heldColumns(columns: readonly StepColumn[]): ColumnSource {
  return {
    read: (index) => columns[index] as StepColumn,
    readInto: (index, out) => copyColumn(columns[index] as StepColumn, out),
  };
}

/** Reads all columns of an operator into memory. */
export function holdAll(vector: VectorOperator, count: number, { budget, grid }: EvalContext): StepColumn[] {
  return Array.from({ length: count }, (_, index) => {
    budget.check();
    budget.hold(grid.count);
    const column = new StepColumn(grid.count);
    vector.read(index, column);
    return column;
  });
}
