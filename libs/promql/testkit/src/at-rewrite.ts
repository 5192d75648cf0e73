/**
 * The hidden re-runs of an instant eval: the same answer must come at any time once every selector and subquery is
 * pinned with `@ t`. The pinned expression goes through the printer, which is tested by the way.
 */
import { type Expr, print, type VectorSelector } from '@chimera/promql-parser';

/** Functions whose answer depends on the query's times, or on sample times, even with pinned arguments. */
const UNSAFE_FUNCTIONS: ReadonlySet<string> = new Set([
  'days_in_month',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'hour',
  'minute',
  'month',
  'year',
  'predict_linear',
  'time',
  'timestamp',
  'start',
  'end',
  'range',
  'step',
]);

/** Times are Unix milliseconds. */
export type Rerun = { readonly expression: string; readonly timeMs: number };

/** The re-runs of an expression evaluated at `timeMs`; none when a function makes them unsafe. */
export function atReruns(expr: Expr, timeMs: number): Rerun[] {
  if (callsUnsafe(expr)) return [];
  const expression = print(pinned(expr, timeMs));
  const times = timeMs === 0 ? [-1_000, 0, 1_000] : [-10 * timeMs, 0, Math.trunc(timeMs / 5), timeMs, 10 * timeMs];
  return times.map((time) => ({ expression, timeMs: time }));
}

/** Whether a range query would resolve the expression differently: `start()`, `end()`, `range()` or `step()` in it. */
export function dependsOnQueryRange(expression: string): boolean {
  return /(start|end|range|step)\(\)/.test(expression);
}

/** Selectors and subqueries with `@ t`, unless they have a timestamp; what is inside a subquery is left alone. */
function pinned(expr: Expr, timeMs: number): Expr {
  switch (expr.kind) {
    case 'vectorSelector':
      return pinnedSelector(expr, timeMs);
    case 'matrixSelector':
      return { ...expr, selector: pinnedSelector(expr.selector, timeMs) };
    case 'subquery':
      return expr.at?.kind === 'timestamp' ? expr : { ...expr, at: { kind: 'timestamp', timestampMs: timeMs } };
    case 'call':
      return { ...expr, args: expr.args.map((arg) => pinned(arg, timeMs)) };
    case 'aggregation': {
      const param = expr.param === null ? null : pinned(expr.param, timeMs);
      return { ...expr, param, inner: pinned(expr.inner, timeMs) };
    }
    case 'binary':
      return { ...expr, left: pinned(expr.left, timeMs), right: pinned(expr.right, timeMs) };
    case 'unary':
    case 'paren':
      return { ...expr, inner: pinned(expr.inner, timeMs) };
    default:
      return expr;
  }
}

function pinnedSelector(selector: VectorSelector, timeMs: number): VectorSelector {
  if (selector.at?.kind === 'timestamp') return selector;
  return { ...selector, at: { kind: 'timestamp', timestampMs: timeMs } };
}

/** A call outside of subqueries: those are pinned as a whole. */
function callsUnsafe(expr: Expr): boolean {
  switch (expr.kind) {
    case 'call':
      return UNSAFE_FUNCTIONS.has(expr.func) || expr.args.some(callsUnsafe);
    case 'aggregation':
      return callsUnsafe(expr.inner) || (expr.param !== null && callsUnsafe(expr.param));
    case 'binary':
      return callsUnsafe(expr.left) || callsUnsafe(expr.right);
    case 'unary':
    case 'paren':
      return callsUnsafe(expr.inner);
    default:
      return false;
  }
}
