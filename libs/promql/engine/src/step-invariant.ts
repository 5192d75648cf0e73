/** Expressions that have the same value on every step are evaluated once. */
import type { Call, Expr } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext } from './operator.ts';
import { repeatStep } from './operators/vector-selector.ts';
import type { Operator } from './plan-types.ts';
import { withoutParens } from './without-parens.ts';

/** Functions that look at the evaluation time itself. */
const TIME_DEPENDENT: ReadonlySet<string> = new Set([
  'time',
  'timestamp',
  'predict_linear',
  'minute',
  'hour',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'days_in_month',
  'month',
  'year',
]);

/** Whether all selectors are pinned by `@` and no function looks at the time. */
export function isStepInvariant(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return true;
    case 'vectorSelector':
      return expr.at !== null;
    case 'matrixSelector':
      return expr.selector.at !== null;
    case 'subquery':
      return expr.at !== null;
    case 'call':
      return (!TIME_DEPENDENT.has(expr.func) || isOfPinnedSample(expr)) && expr.args.every(isStepInvariant);
    case 'aggregation':
      // The parameter is not looked at, in Prometheus: it counts as it is on the first step.
      return isStepInvariant(expr.inner);
    case 'binary':
      return isStepInvariant(expr.left) && isStepInvariant(expr.right);
    case 'unary':
    case 'paren':
      return isStepInvariant(expr.inner);
  }
}

/** `timestamp(x @ t)` is about the sample. */
function isOfPinnedSample({ func, args }: Call): boolean {
  return func === 'timestamp' && args.every((arg) => withoutParens(arg).kind === 'vectorSelector');
}

/** The operator of a context with one step, repeated on all steps of `context`. */
export function repeated(single: Operator, context: EvalContext): Operator {
  const { count } = context.grid;
  if (single.kind === 'string') return single;
  if (single.kind === 'scalar') {
    const { scalar } = single;
    return {
      kind: 'scalar',
      scalar: { values: async () => new Float64Array(count).fill((await scalar.values())[0] as number) },
    };
  }
  const { vector } = single;
  const column = new StepColumn(1);
  return {
    kind: 'vector',
    vector: {
      series: () => vector.series(),
      read: (index, out) => {
        column.timestamps = out.timestamps === null ? null : new Float64Array(1);
        vector.read(index, column);
        repeatStep(column, out);
      },
    },
  };
}
