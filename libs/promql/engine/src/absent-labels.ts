/** The labels of the series that `absent` and `absent_over_time` yield. */
import type { Expr, VectorSelector } from '@chimera/promql-parser';
import { compileMatcher, type Labels, labelsFrom, type Matcher, METRIC_NAME } from '@chimera/tsdb-model';

/**
 * What the argument says about the series it would have: the labels of the selector's first `=` matchers, unless another
 * matcher follows that speaks of the same label. Empty for arguments that are not selectors.
 */
export function absentLabels(argument: Expr): Labels {
  const labels = new Map<string, string>();
  const seen = new Set<string>([METRIC_NAME]);
  for (const { name, type, value } of asSelected(selectorOf(argument)?.matchers ?? [])) {
    if (type === '=' && !seen.has(name)) labels.set(name, value);
    else labels.delete(name);
    if (type === '=') seen.add(name);
  }
  return labelsFrom(labels);
}

/** Prometheus' storage moves matchers that only take series away behind the others, and the engine sees that order. */
function asSelected(matchers: readonly Matcher[]): readonly Matcher[] {
  const matchesEmpty = (matcher: Matcher): boolean => compileMatcher(matcher).matches('');
  const mustBeSet = new Set(matchers.filter((matcher) => !matchesEmpty(matcher)).map(({ name }) => name));
  const takesAway = (matcher: Matcher): boolean =>
    !mustBeSet.has(matcher.name) || ((matcher.type === '!=' || matcher.type === '!~') && matchesEmpty(matcher));
  return [...matchers.filter((matcher) => !takesAway(matcher)), ...matchers.filter(takesAway)];
}

function selectorOf(expr: Expr): VectorSelector | null {
  if (expr.kind === 'paren') return selectorOf(expr.inner);
  if (expr.kind === 'vectorSelector') return expr;
  return expr.kind === 'matrixSelector' ? expr.selector : null;
}
