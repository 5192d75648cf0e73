/** What `offset` and `@` do to the times at which a selector or subquery is evaluated. */
import type { AtModifier, Duration } from '@chimera/promql-parser';
import { durationMs } from './duration.ts';
import type { EvalContext } from './operator.ts';

/** Reference times of the steps: `firstMs + k * strideMs`; the stride is 0 under `@`. */
export type ReferenceTimes = { readonly firstMs: number; readonly strideMs: number; readonly count: number };

/** The times that the steps of the context's grid refer to. */
export function referenceTimes(
  modifiers: { readonly at: AtModifier | null; readonly offset: Duration | null },
  context: EvalContext,
): ReferenceTimes {
  const { grid } = context;
  const offsetMs = modifiers.offset === null ? 0 : durationMs(modifiers.offset);
  const atMs = modifiers.at === null ? null : atTime(modifiers.at, context);
  return {
    firstMs: (atMs ?? grid.startMs) - offsetMs,
    strideMs: atMs === null ? grid.stepMs : 0,
    count: grid.count,
  };
}

/** The last of the reference times. */
export function lastReferenceMs(times: ReferenceTimes): number {
  return times.firstMs + (times.count - 1) * times.strideMs;
}

function atTime(at: AtModifier, context: EvalContext): number {
  if (at.kind === 'timestamp') return at.timestampMs;
  return at.kind === 'start' ? context.query.startMs : context.query.endMs;
}
