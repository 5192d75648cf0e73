/** What the second argument of `info` says: which metrics are info metrics, and which of their labels are wanted. */
import type { Expr } from '@chimera/promql-parser';
import { compileMatcher, type Matcher, METRIC_NAME } from '@chimera/tsdb-model';

export type InfoMatchers = {
  /** On the name of the info metric. */
  readonly names: readonly Matcher[];
  /** On the labels to add: each but the name. None: all labels are wanted. */
  readonly data: readonly Matcher[];
};

const TARGET_INFO: Matcher = { name: METRIC_NAME, type: '=', value: 'target_info' };
const ANY_INFO: Matcher = { name: METRIC_NAME, type: '=~', value: '.+_info' };

/** `selector` is the argument; undefined: `target_info` with all its labels. */
export function infoMatchers(selector: Expr | undefined): InfoMatchers {
  const matchers = selector?.kind === 'vectorSelector' ? selector.matchers : [];
  const names = matchers.filter(({ name }) => name === METRIC_NAME);
  const data = matchers.filter(({ name }) => name !== METRIC_NAME);
  if (names.length === 0) return { names: [TARGET_INFO], data };
  // Names that are only excluded leave those that look like info metrics.
  const isPositive = names.some(({ type }) => type === '=' || type === '=~');
  return { names: isPositive ? names : [ANY_INFO, ...names], data };
}

/** Whether the value satisfies all matchers, whatever labels they are about. Throws RegexError. */
export function matchesAll(matchers: readonly Matcher[], value: string): boolean {
  return matchers.every((matcher) => compileMatcher(matcher).matches(value));
}
