/** The length of a duration in a query. */
import type { Duration } from '@chimera/promql-parser';
import { QueryError } from './query-error.ts';

/** Milliseconds; negative only in offsets. Duration expressions are gone by now: `resolveDurations` ran before. */
export function durationMs(duration: Duration): number {
  if (duration.kind === 'literal') return duration.ms;
  throw new QueryError('internal', `BUG: a duration expression was not resolved; got ${duration.kind}`);
}
