/** The labels of the series that `absent` and `absent_over_time` yield. */
import type { Expr, VectorSelector } from '@chimera/promql-parser';
import { type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';

/**
 * What the argument says about the series it would have: the labels that one `=` matcher speaks of and no other matcher.
 * Empty for arguments that are not selectors.
 */
export function absentLabels(argument: Expr): Labels {
  const matchers = selectorOf(argument)?.matchers ?? [];
  const isOnly = (name: string): boolean => matchers.filter((matcher) => matcher.name === name).length === 1;
  return labelsFrom(
    matchers
      .filter(({ name, type }) => type === '=' && name !== METRIC_NAME && isOnly(name))
      .map(({ name, value }) => [name, value] as const),
  );
}

function selectorOf(expr: Expr): VectorSelector | null {
  if (expr.kind === 'paren') return selectorOf(expr.inner);
  if (expr.kind === 'vectorSelector') return expr;
  return expr.kind === 'matrixSelector' ? expr.selector : null;
}
