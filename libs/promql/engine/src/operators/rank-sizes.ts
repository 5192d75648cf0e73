/** The parameter of `topk`, `bottomk` and `limitk` on all steps. */
import { formatFloat } from '@chimera/tsdb-model';
import { QueryError } from '../query-error.ts';
import { extremesOf } from './parameter-extremes.ts';

const MIN_INT64 = -9_223_372_036_854_775_808;
const MAX_INT64 = 9_223_372_036_854_774_784;

/** Whole numbers, at most `inputs`; null when all are below 1. Throws QueryError for what is no 64-bit integer. */
export function rankSizes(wanted: Float64Array, inputs: number): Float64Array | null {
  const { anyNan, max, min } = extremesOf(wanted);
  if (max < 1) return null;
  if (anyNan) throw new QueryError('execution', 'Parameter value is NaN');
  if (min <= MIN_INT64) throw new QueryError('execution', `Scalar value ${formatFloat(min)} underflows int64`);
  if (max >= MAX_INT64) throw new QueryError('execution', `Scalar value ${formatFloat(max)} overflows int64`);
  return wanted.map((size) => Math.min(Math.trunc(size), inputs));
}
