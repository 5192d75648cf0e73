/** Warns of sorting in a range query, whose series are always ordered by labels. */
import { type Expr, walk } from '@chimera/promql-parser';
import type { Annotations } from './operator.ts';

const SORTS: ReadonlySet<string> = new Set(['sort', 'sort_desc', 'sort_by_label', 'sort_by_label_desc']);

export function noteIneffectiveSorts(expr: Expr, annotations: Annotations): void {
  walk(expr, (node) => {
    if (node.kind === 'call' && SORTS.has(node.func))
      annotations.warn(
        'sort is ineffective for range queries since results are always ordered by labels',
        node.position,
      );
  });
}
