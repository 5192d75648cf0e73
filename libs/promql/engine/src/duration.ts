/** The length of a duration in a query. */
import type { Duration } from '@chimera/promql-parser';
import { QueryError } from './query-error.ts';

/** Milliseconds; negative only in offsets. Throws QueryError for duration expressions, which are not evaluated yet. */
export function durationMs(duration: Duration): number {
  if (duration.kind === 'literal') return duration.ms;
  throw new QueryError(
    'execution',
    'duration expressions are not supported: write the duration as a literal, as in 5m',
  );
}
