/** Runs one eval with its hidden re-runs: at other times with `@ t`, and each as the middle step of a range query. */
import { messageOf } from '@chimera/errors';
import { ALL_FEATURES, type Expr, ParseError, parse } from '@chimera/promql-parser';
import type { Queryable, StepGrid } from '@chimera/tsdb-storage';
import { type Actual, type ActualSample, actualOf } from './actual.ts';
import { atReruns, dependsOnQueryRange, type Rerun } from './at-rewrite.ts';
import { compareAnnotations } from './compare-annotations.ts';
import { compareValue, type Mismatch, sortMismatch } from './compare-value.ts';
import type { ScriptControl, ScriptEngine, ScriptResult } from './engine-contract.ts';
import { formatTextMatch, matchesText } from './parse-expect.ts';
import type { EvalCommand } from './script.ts';

/** Why an eval failed: in which of its runs, of which expression. */
export type EvalFailure = Mismatch & { readonly run: string; readonly expression: string };

export type EvalRun = {
  readonly failure: EvalFailure | null;
  /** Queries that the engine was asked. */
  readonly executions: number;
};

/** Stops at the first run that fails. */
export async function runEval(
  engine: ScriptEngine,
  storage: Queryable,
  command: EvalCommand,
  control: ScriptControl,
): Promise<EvalRun> {
  let executions = 0;
  const ask: Ask = {
    instant: (query, timeMs) => attempt(() => engine.instant(storage, query, timeMs, control)),
    range: (query, grid) => attempt(() => engine.range(storage, query, grid, control)),
  };
  const attempt = async (query: () => Promise<ScriptResult>): Promise<Answer> => {
    executions++;
    try {
      return { result: await query() };
    } catch (error) {
      return isQueryFailure(error) ? { error: messageOf(error) } : { crash: crashText(error) };
    }
  };
  const failure = await firstFailure(ask, command);
  return { failure, executions };
}

/** A crash is the engine's own bug: it satisfies no `expect fail`. */
type Answer = { readonly result: ScriptResult } | { readonly error: string } | { readonly crash: string };

const FAILURE_TYPES: ReadonlySet<unknown> = new Set(['bad_data', 'execution', 'canceled', 'timeout']);

function isQueryFailure(error: unknown): boolean {
  return error instanceof Error && 'type' in error && FAILURE_TYPES.has(error.type);
}

/** The message and where it was thrown. */
function crashText(error: unknown): string {
  const place = error instanceof Error ? error.stack?.split('\n').find((line) => /^\s+at /.test(line)) : undefined;
  return `${messageOf(error)}${place === undefined ? '' : ` (${place.trim()})`}`;
}

type Ask = {
  instant(query: string, timeMs: number): Promise<Answer>;
  range(query: string, grid: StepGrid): Promise<Answer>;
};

async function firstFailure(ask: Ask, command: EvalCommand): Promise<EvalFailure | null> {
  const { mode, expression } = command;
  if (mode.kind === 'range') {
    const mismatch = checkAnswer(command, await ask.range(expression, mode.grid));
    return mismatch === null ? null : { ...mismatch, run: 'range query', expression };
  }
  const first = await runInstant(ask, command, { expression, timeMs: mode.timeMs });
  if (first !== null) return first;
  for (const rerun of reruns(expression, mode.timeMs)) {
    const failure = await runInstant(ask, command, rerun);
    if (failure !== null) return { ...failure, run: `with @ at ${rerun.timeMs}: ${failure.run}` };
  }
  return null;
}

/** None for what does not parse: the first run has told whether the engine's error was expected. */
function reruns(expression: string, timeMs: number): Rerun[] {
  let expr: Expr;
  try {
    expr = parse(expression, ALL_FEATURES);
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
  return atReruns(expr, timeMs);
}

const MINUTE_MS = 60_000;

async function runInstant(ask: Ask, command: EvalCommand, { expression, timeMs }: Rerun): Promise<EvalFailure | null> {
  const answer = await ask.instant(expression, timeMs);
  const mismatch = checkAnswer(command, answer);
  if (mismatch !== null) return { ...mismatch, run: `instant query at ${timeMs}`, expression };
  const { expected } = command;
  if (!('result' in answer) || expected.value.kind === 'string') return null;
  if (expected.value.kind === 'series' && expected.value.grid !== null) return null;
  if (dependsOnQueryRange(expression)) return null;
  const grid: StepGrid = { startMs: timeMs - MINUTE_MS, stepMs: MINUTE_MS, count: 3 };
  const inRange = checkMiddle(command, answer.result, await ask.range(expression, grid), timeMs);
  return inRange === null ? null : { ...inRange, run: `range query around ${timeMs}`, expression };
}

/** The rules for a direct answer: failure, annotations, value. */
function checkAnswer({ expected }: EvalCommand, answer: Answer): Mismatch | null {
  if ('crash' in answer) return crashed(answer.crash);
  if ('error' in answer) {
    const got = `error ${JSON.stringify(answer.error)}`;
    if (expected.fail === null) return { message: 'the query failed', expected: 'an answer', got };
    if (matchesText(expected.fail, answer.error)) return null;
    return { message: 'another error', expected: formatTextMatch(expected.fail), got };
  }
  const actual = actualOf(answer.result.value);
  if (expected.fail !== null) {
    return { message: 'the query did not fail', expected: formatTextMatch(expected.fail), got: actual.type };
  }
  return compareAnnotations(expected, answer.result) ?? compareValue(expected.value, expected.ordered, actual);
}

/** The rules for the same query over a range: it answers, is sorted, and agrees in the middle. */
function checkMiddle(
  { expected }: EvalCommand,
  instant: ScriptResult,
  answer: Answer,
  timeMs: number,
): Mismatch | null {
  if ('crash' in answer) return crashed(answer.crash);
  if ('error' in answer) return { message: 'the query failed', expected: 'an answer', got: `error "${answer.error}"` };
  const actual = actualOf(answer.result.value);
  if (actual.type !== 'matrix') return { message: 'not a matrix', expected: 'a matrix', got: actual.type };
  // A range answer is in order of labels, whatever order the script expects.
  if (expected.ordered) return null;
  const unsorted = sortMismatch(actual.series);
  if (unsorted !== null) return unsorted;
  const samples = actual.series.flatMap(({ labels, points }): ActualSample[] => {
    const middle = points.find((timed) => timed.timestampMs === timeMs);
    return middle === undefined ? [] : [{ labels, point: middle.point }];
  });
  const scalar = instant.value.type === 'scalar' ? samples[0] : undefined;
  const middle: Actual = scalar === undefined ? { type: 'vector', samples } : { type: 'scalar', point: scalar.point };
  return compareValue(expected.value, false, middle);
}

function crashed(got: string): Mismatch {
  return { message: 'the engine crashed', expected: 'an answer or a query error', got };
}
