/** The labels of the series that `absent` and `absent_over_time` yield. */
import type { Expr, VectorSelector } from '@chimera/promql-parser';
import { EMPTY_LABELS, type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';

/**
 * What the argument says about the series it would have: the labels of the selector's `=` matchers, where no other
 * matcher speaks of the same label. Empty for arguments that are not selectors.
 */
export function absentLabels(argument: Expr): Labels {
  const selector = selectorOf(argument);
  if (selector === null) return EMPTY_LABELS;
  const matchers = selector.matchers.filter(({ name }) => name !== METRIC_NAME);
  const seen = new Map<string, number>();
  for (const { name } of matchers) seen.set(name, (seen.get(name) ?? 0) + 1);
  return labelsFrom(
    matchers
      .filter(({ name, type }) => type === '=' && seen.get(name) === 1)
      .map(({ name, value }) => [name, value] as const),
  );
}

function selectorOf(expr: Expr): VectorSelector | null {
  if (expr.kind === 'paren') return selectorOf(expr.inner);
  if (expr.kind === 'vectorSelector') return expr;
  return expr.kind === 'matrixSelector' ? expr.selector : null;
}
