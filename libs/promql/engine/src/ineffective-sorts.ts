/** Warns of sorting on more than one step: the series of a matrix are always ordered by labels. */
import type { Call } from '@chimera/promql-parser';
import { gridEnd } from '@chimera/tsdb-storage';
import type { EvalContext } from './operator.ts';

const SORTS: ReadonlySet<string> = new Set(['sort', 'sort_desc', 'sort_by_label', 'sort_by_label_desc']);

/** In a range query or a subquery; not where the call is evaluated once. */
export function noteIneffectiveSort({ func, position }: Call, { grid, annotations }: EvalContext): void {
  if (!SORTS.has(func) || gridEnd(grid) <= grid.startMs) return;
  annotations.warn('sort is ineffective for range queries since results are always ordered by labels', position);
}
