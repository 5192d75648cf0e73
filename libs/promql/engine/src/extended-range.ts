/** The experimental `anchored` and `smoothed`, which the parser knows and the engine does not yet. */
import type { VectorSelector } from '@chimera/promql-parser';
import { QueryError } from './query-error.ts';

/** Throws QueryError: an answer that ignores the modifier would be wrong. */
export function refuseExtension({ extension }: VectorSelector): void {
  if (extension !== null) throw new QueryError('execution', `the ${extension} modifier is not supported yet`);
}
