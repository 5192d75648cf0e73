/** Turns a type-checked syntax tree into operators. Nothing is evaluated here. */
import type { Aggregation, Binary, Call, Expr } from '@chimera/promql-parser';
import { METRIC_NAME } from '@chimera/tsdb-model';
import { gridEnd } from '@chimera/tsdb-storage';
import { childContext } from './context.ts';
import { INSTANT_FUNCTIONS } from './functions/index.ts';
import { noteIneffectiveSort } from './ineffective-sorts.ts';
import type { EvalContext, ScalarOperator, VectorOperator } from './operator.ts';
import { absentOverTime } from './operators/absent-over-time.ts';
import { aggregate } from './operators/aggregate.ts';
import { binaryScalars } from './operators/binary-scalars.ts';
import { binaryVectorScalar } from './operators/binary-vector-scalar.ts';
import { binaryVectors } from './operators/binary-vectors.ts';
import { fullyRead } from './operators/fully-read.ts';
import { rangeFunction } from './operators/range-function.ts';
import { type RangeSource, rangeSource } from './operators/range-source.ts';
import { unary } from './operators/unary.ts';
import { uniqueSeries } from './operators/unique-series.ts';
import { vectorSelector } from './operators/vector-selector.ts';
import type { Operator } from './plan-types.ts';
import { QueryError } from './query-error.ts';
import { RANGE_FUNCTIONS } from './range-functions/index.ts';
import { onAllSteps } from './step-counts.ts';
import { isStepInvariant, repeated } from './step-invariant.ts';
import { isRangeVector } from './value-type.ts';
import { withoutParens } from './without-parens.ts';

/** The operator of an expression that is not a range vector. Throws QueryError for what this engine does not know. */
export function plan(expr: Expr, context: EvalContext): Operator {
  const { grid } = context;
  if (grid.count > 1 && costs(expr) && isStepInvariant(expr)) {
    const { stepCounts } = context;
    const counts = stepCounts === null ? null : onAllSteps(stepCounts, grid.count);
    const once = { startMs: grid.startMs, stepMs: grid.stepMs, count: 1 };
    const single = planOnce(expr, childContext(context, once, counts));
    return repeated(single, context);
  }
  return planOnce(expr, context);
}

/** The source of a range vector: a matrix selector or a subquery. */
export function planRange(expr: Expr, context: EvalContext): RangeSource {
  const node = withoutParens(expr);
  if (!isRangeVector(node)) throw new QueryError('internal', `BUG: a range vector was expected; got ${node.kind}`);
  return rangeSource(node, context, (subquery, inner) => vectorOf(plan(subquery.inner, inner), subquery));
}

/** Whether evaluating once is worth a wrapper: literals are not, and plain selectors see to it themselves. */
function costs(expr: Expr): boolean {
  const { kind } = withoutParens(expr);
  return kind !== 'number' && kind !== 'string' && kind !== 'vectorSelector';
}

function planOnce(expr: Expr, context: EvalContext): Operator {
  switch (expr.kind) {
    case 'number':
      return { kind: 'scalar', scalar: constant(expr.value, context) };
    case 'string':
      return { kind: 'string', value: expr.value };
    case 'paren':
      return plan(expr.inner, context);
    case 'vectorSelector':
      return vector(vectorSelector(expr, context));
    case 'call':
      return planCall(expr, context);
    case 'aggregation':
      return planAggregation(expr, context);
    case 'binary':
      return planBinary(expr, context);
    case 'unary': {
      const result = unary(expr, plan(expr.inner, context), context);
      return result.kind === 'vector' ? vector(unique(result.vector, context)) : result;
    }
    case 'matrixSelector':
    case 'subquery':
      throw new QueryError('internal', `BUG: a range vector where none may be; got ${expr.kind}`);
  }
}

function planAggregation(node: Aggregation, context: EvalContext): Operator {
  const child = planAggregated(node, context);
  const param = node.param === null ? null : plan(node.param, context);
  return vector(aggregate(node, child, param, context));
}

/** count and group of a plain selector need no values. */
function planAggregated(node: Aggregation, context: EvalContext): VectorOperator {
  const inner = withoutParens(node.inner);
  const presenceOnly = node.operator === 'count' || node.operator === 'group';
  return presenceOnly && inner.kind === 'vectorSelector'
    ? vectorSelector(inner, context, true)
    : vectorOf(plan(inner, context), node);
}

function planBinary(node: Binary, context: EvalContext): Operator {
  const left = plan(node.left, context);
  const right = plan(node.right, context);
  if (left.kind === 'scalar' && right.kind === 'scalar')
    return { kind: 'scalar', scalar: binaryScalars(node, left.scalar, right.scalar, context) };
  if (left.kind === 'vector' && right.kind === 'vector')
    return vector(
      fullyRead({ node: node.left, vector: left.vector }, { node: node.right, vector: right.vector }, context, (a, b) =>
        binaryVectors(node, a, b, context),
      ),
    );
  if (left.kind === 'vector' && right.kind === 'scalar')
    return vector(unique(binaryVectorScalar(node, left.vector, right.scalar, false, context), context));
  if (left.kind === 'scalar' && right.kind === 'vector')
    return vector(unique(binaryVectorScalar(node, right.vector, left.scalar, true, context), context));
  throw new QueryError('internal', `BUG: operands of ${node.operator} are ${left.kind} and ${right.kind}`);
}

function planCall(node: Call, context: EvalContext): Operator {
  const rangeAt = node.args.findIndex((arg) => isRangeVector(withoutParens(arg)));
  if (rangeAt >= 0) return vector(planRangeCall(node, rangeAt, context));
  const builder = Object.hasOwn(INSTANT_FUNCTIONS, node.func) ? INSTANT_FUNCTIONS[node.func] : undefined;
  if (builder === undefined) throw unknownFunction(node);
  noteIneffectiveSort(node, context);
  const args = node.args.map((arg) => ({ node: arg, operator: plan(arg, context) }));
  const built = builder(node, args, context);
  return built.kind === 'vector' ? vector(unique(built.vector, context)) : built;
}

function planRangeCall(node: Call, rangeAt: number, context: EvalContext): VectorOperator {
  const argument = withoutParens(node.args[rangeAt] as Expr);
  const source = planRange(argument, context);
  if (node.func === 'absent_over_time') return absentOverTime(argument, source, context);
  const definition = Object.hasOwn(RANGE_FUNCTIONS, node.func) ? RANGE_FUNCTIONS[node.func] : undefined;
  if (definition === undefined) throw unknownFunction(node);
  const scalars = node.args
    .filter((_, i) => i !== rangeAt)
    .map((arg): ScalarOperator => scalarOf(plan(arg, context), node));
  const result = rangeFunction(node, source, scalars, context);
  const keepsUnique = definition.keepsName || context.options.delayedNameRemoval || hasOneName(argument);
  return keepsUnique ? result : uniqueSeries(result, 'series');
}

/** Whether all series of a matrix selector share their name, so that dropping it makes no two equal. */
function hasOneName(argument: Expr): boolean {
  return (
    argument.kind === 'matrixSelector' &&
    argument.selector.matchers.some(({ name, type }) => name === METRIC_NAME && type === '=')
  );
}

/**
 * With delayed name removal names go at the end, where an instant query checks its result; a range query refuses equal
 * labels wherever they arise.
 */
function unique(operator: VectorOperator, context: EvalContext): VectorOperator {
  const checkedAtEnd = context.options.delayedNameRemoval && gridEnd(context.grid) === context.grid.startMs;
  return checkedAtEnd ? operator : uniqueSeries(operator, 'step');
}

function vector(operator: VectorOperator): Operator {
  return { kind: 'vector', vector: operator };
}

function constant(value: number, context: EvalContext): ScalarOperator {
  return { values: async () => new Float64Array(context.grid.count).fill(value) };
}

function vectorOf(operator: Operator, node: Expr): VectorOperator {
  if (operator.kind !== 'vector')
    throw new QueryError('internal', `BUG: a vector was expected in a ${node.kind}; got a ${operator.kind}`);
  return operator.vector;
}

function scalarOf(operator: Operator, node: Call): ScalarOperator {
  if (operator.kind !== 'scalar')
    throw new QueryError('internal', `BUG: ${node.func} was given a ${operator.kind} where a scalar belongs`);
  return operator.scalar;
}

function unknownFunction(node: Call): QueryError {
  return new QueryError('execution', `function ${node.func} is not supported by this engine`);
}
