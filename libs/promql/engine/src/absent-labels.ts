/** The labels of the series that `absent` and `absent_over_time` yield. */
import type { Expr, VectorSelector } from '@chimera/promql-parser';
import { type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';

/**
 * What the argument says about the series it would have: the labels of the selector's first `=` matchers, unless another
 * matcher follows that speaks of the same label. Empty for arguments that are not selectors.
 */
export function absentLabels(argument: Expr): Labels {
  const matchers = selectorOf(argument)?.matchers ?? [];
  const labels = new Map<string, string>();
  const seen = new Set<string>([METRIC_NAME]);
  for (const { name, type, value } of matchers) {
    if (type === '=' && !seen.has(name)) labels.set(name, value);
    else labels.delete(name);
    if (type === '=') seen.add(name);
  }
  return labelsFrom(labels);
}

function selectorOf(expr: Expr): VectorSelector | null {
  if (expr.kind === 'paren') return selectorOf(expr.inner);
  if (expr.kind === 'vectorSelector') return expr;
  return expr.kind === 'matrixSelector' ? expr.selector : null;
}
