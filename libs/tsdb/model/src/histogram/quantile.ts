/** Quantiles of one histogram. */
import { BucketList } from './bucket-list.ts';
import type { Histogram } from './histogram.ts';
import { usesCustomBuckets } from './schema.ts';

/** What the caller tells as an info annotation: some observations are NaN, which no bucket counts. */
export type NanObservations =
  /** The quantile lies above all buckets: among the NaNs. */
  | 'quantile_is_nan'
  /** NaNs count as greater than any number, which moves the quantile up. */
  | 'quantile_is_skewed'
  /** Fractions leave them out of every range. */
  | 'fraction_excludes_nan';

/**
 * The `q`-quantile (Prometheus' HistogramQuantile): -Inf for q < 0, +Inf for q > 1, NaN for a NaN q or without
 * observations. Interpolates linearly in custom and zero buckets, otherwise exponentially. A histogram whose buckets are
 * all on one side of zero has no observations on the other side of it.
 */
export function histogramQuantile(q: number, histogram: Histogram, note: (what: NanObservations) => void): number {
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const total = histogram.count;
  if (total === 0 || Number.isNaN(q)) return NaN;

  const sumIsNaN = Number.isNaN(histogram.sum);
  // NaN observations are above all buckets, so that ranks from above mean nothing.
  const fromBelow = sumIsNaN || q < 0.5;
  const list = new BucketList(histogram);
  const { length } = list;
  let rank = (fromBelow ? q : 1 - q) * total;
  let seen = 0;
  let step = 0;
  let found = -1;
  for (; step < length; step++) {
    const at = fromBelow ? step : length - 1 - step;
    found = at;
    const here = list.count(at);
    if (here === 0) continue;
    seen += here;
    if (seen >= rank) break;
  }
  // Without buckets Prometheus computes with one that is empty and ends at 0.
  let lower = found < 0 ? 0 : list.lower(found);
  let upper = found < 0 ? 0 : list.upper(found);
  const custom = usesCustomBuckets(histogram);
  if (custom) {
    if (lower === -Infinity) {
      if (upper <= 0) return upper;
      lower = 0;
    } else if (upper === Infinity) return lower;
  } else if (lower < 0 && upper > 0) {
    const negatives = histogram.negativeBuckets.length;
    const positives = histogram.positiveBuckets.length;
    if (negatives === 0 && positives > 0) lower = 0;
    else if (positives === 0 && negatives > 0) upper = 0;
  }
  // Rounding may have counted more than there are.
  if (seen > total) seen = total;
  if (seen < rank) {
    if (!sumIsNaN) return upper;
    note('quantile_is_nan');
    return NaN;
  }
  let count = found < 0 ? 0 : list.count(found);
  rank = fromBelow ? rank - (seen - count) : seen - rank;
  if (sumIsNaN) {
    for (step++; step < length; step++) {
      // Prometheus goes on to interpolate in the last bucket that it counted.
      count = list.count(step);
      seen += count;
      lower = list.lower(step);
      upper = list.upper(step);
    }
    if (seen < total) note('quantile_is_skewed');
  }
  return interpolate(lower, upper, rank / count, custom);
}

function interpolate(lower: number, upper: number, fraction: number, custom: boolean): number {
  if (custom || (lower <= 0 && upper >= 0)) return lower + (upper - lower) * fraction;
  const logLower = Math.log2(Math.abs(lower));
  const logUpper = Math.log2(Math.abs(upper));
  if (lower > 0) return 2 ** (logLower + (logUpper - logLower) * fraction);
  return -(2 ** (logUpper + (logLower - logUpper) * (1 - fraction)));
}
