/** The engine's two entry points. */
import { DurationError, type Expr, ParseError, parse, resolveDurations } from '@chimera/promql-parser';
import { RegexError } from '@chimera/tsdb-model';
import { gridEnd, type Queryable, SampleBuffer, type StepGrid } from '@chimera/tsdb-storage';
import { createAnnotations } from './annotations.ts';
import { assembleMatrix, assembleRange, assembleScalarMatrix, assembleVector } from './assemble.ts';
import { createBudget } from './budget.ts';
import type { EvalContext } from './operator.ts';
import type { EngineOptions, QueryControl } from './options.ts';
import { plan, planRange } from './plan.ts';
import { QueryError } from './query-error.ts';
import type { QueryResult, QueryValue } from './result.ts';
import { statsSelectors } from './stats-selectors.ts';
import { stepCountsOf } from './step-counts.ts';
import { isRangeVector } from './value-type.ts';
import { withoutParens } from './without-parens.ts';

export type Engine = {
  /** Parses (ParseError becomes QueryError 'bad_data') and type-checks with the engine's features. */
  parse(query: string): Expr;
  /** Evaluates at one time, Unix ms. Throws QueryError. */
  instant(
    queryable: Queryable,
    query: string | Expr,
    timeMs: number,
    control: QueryControl,
    overrides?: Partial<EngineOptions>,
  ): Promise<QueryResult>;
  /** Evaluates on a grid. The expression must be a scalar or an instant vector. Throws QueryError. */
  range(
    queryable: Queryable,
    query: string | Expr,
    grid: StepGrid,
    control: QueryControl,
    overrides?: Partial<EngineOptions>,
  ): Promise<QueryResult>;
};

export function createEngine(engineOptions: EngineOptions): Engine {
  return {
    parse: (query) => parseQuery(query, engineOptions),
    instant: (queryable, query, timeMs, control, overrides) => {
      const grid = { startMs: timeMs, stepMs: 1, count: 1 };
      return run(queryable, query, grid, control, { ...engineOptions, ...overrides }, evaluateInstant);
    },
    range: (queryable, query, grid, control, overrides) =>
      run(queryable, query, grid, control, { ...engineOptions, ...overrides }, evaluateRange),
  };
}

type Evaluate = (expr: Expr, context: EvalContext) => Promise<QueryValue>;

async function run(
  queryable: Queryable,
  query: string | Expr,
  grid: StepGrid,
  control: QueryControl,
  options: EngineOptions,
  evaluate: Evaluate,
): Promise<QueryResult> {
  const expr = typeof query === 'string' ? parseQuery(query, options) : query;
  const times = {
    startMs: grid.startMs,
    endMs: gridEnd(grid),
    stepMs: evaluate === evaluateRange ? grid.stepMs : 0,
  };
  const budget = createBudget(options, control);
  const annotations = createAnnotations(typeof query === 'string' ? { source: query, expr } : null);
  const samplesPerStep = options.stepStats ? new Float64Array(grid.count) : null;
  const querier = queryable.querier();
  try {
    budget.check();
    const resolved = resolveDurations(expr, { stepMs: times.stepMs, rangeMs: times.endMs - times.startMs });
    const value = await evaluate(resolved, {
      grid,
      querier,
      options,
      control,
      annotations,
      budget,
      stepCounts: samplesPerStep === null ? null : stepCountsOf(samplesPerStep),
      query: times,
      statsOnly: statsSelectors(resolved),
      samples: new SampleBuffer(),
    });
    return { value, ...annotations.finish(), stats: { ...budget.stats(), samplesPerStep } };
  } catch (error) {
    throw asQueryError(error);
  } finally {
    querier.close();
  }
}

async function evaluateInstant(expr: Expr, context: EvalContext): Promise<QueryValue> {
  if (isRangeVector(withoutParens(expr))) return assembleRange(planRange(expr, context), context);
  const operator = plan(expr, context);
  const timestampMs = context.grid.startMs;
  if (operator.kind === 'string') return { type: 'string', timestampMs, value: operator.value };
  if (operator.kind === 'vector') return assembleVector(operator.vector, context);
  return { type: 'scalar', timestampMs, value: (await operator.scalar.values())[0] as number };
}

async function evaluateRange(expr: Expr, context: EvalContext): Promise<QueryValue> {
  if (isRangeVector(withoutParens(expr))) throw notPlottable('range vector');
  const operator = plan(expr, context);
  if (operator.kind === 'string') throw notPlottable('string');
  return operator.kind === 'vector'
    ? assembleMatrix(operator.vector, context)
    : assembleScalarMatrix(operator.scalar, context);
}

function notPlottable(type: string): QueryError {
  return new QueryError(
    'bad_data',
    `invalid expression type "${type}" for range query, must be Scalar or instant Vector`,
  );
}

function parseQuery(query: string, options: EngineOptions): Expr {
  try {
    return parse(query, options);
  } catch (error) {
    if (error instanceof ParseError) throw new QueryError('bad_data', error.message, { cause: error });
    throw error;
  }
}

function asQueryError(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  if (error instanceof RegexError || error instanceof DurationError)
    return new QueryError('bad_data', error.message, { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new QueryError('internal', message, { cause: error });
}
