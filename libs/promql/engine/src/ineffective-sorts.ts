/** Warns of sorting on more than one step: the series of a matrix are always ordered by labels. */
import type { Call } from '@chimera/promql-parser';
import { gridEnd } from '@chimera/tsdb-storage';
import type { EvalContext } from './operator.ts';
import { isStepInvariant } from './step-invariant.ts';

const SORTS: ReadonlySet<string> = new Set(['sort', 'sort_desc', 'sort_by_label', 'sort_by_label_desc']);

/** In a range query or a subquery; not where the call is evaluated once. */
export function noteIneffectiveSort(node: Call, { grid, annotations }: EvalContext): void {
  if (!SORTS.has(node.func) || gridEnd(grid) <= grid.startMs || isStepInvariant(node)) return;
  annotations.warn('sort is ineffective for range queries since results are always ordered by labels', node.position);
}
