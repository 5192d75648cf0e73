/**
 * The contract of the aggregations that take one column after another: sum, avg, min, max, count, group, stddev, stdvar.
 * The state is one number or a few per step, and `out` is part of it.
 */
import type { StepColumn } from '@chimera/tsdb-storage';

/** One group at a time: `first`, any number of `add`, `finish`, and again. Columns hold floats only. */
export type Fold = {
  /** `out` holds the group's first column. */
  first(out: StepColumn): void;
  /** Steps that only `column` has become present in `out`. */
  add(column: StepColumn, out: StepColumn): void;
  /** Makes `out.values` the result. */
  finish(out: StepColumn): void;
};

/** Makes a fold for columns of `count` steps. */
export type FoldFactory = (count: number) => Fold;
