/** Which part of a histogram's observations lies between two values. */
import { BucketList } from './bucket-list.ts';
import { fractionBelow } from './fraction-below.ts';
import type { Histogram } from './histogram.ts';
import type { NanObservations } from './quantile.ts';
import { usesCustomBuckets } from './schema.ts';

/**
 * The part between `lower` and `upper` (Prometheus' HistogramFraction): NaN without observations and for NaN limits, 0 for
 * `lower >= upper`. Interpolates as quantiles do; observations in a bucket that reaches to an infinity are never split.
 */
export function histogramFraction(
  lower: number,
  upper: number,
  histogram: Histogram,
  note: (what: NanObservations) => void,
): number {
  if (histogram.count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
  if (lower >= upper) return 0;
  const list = new BucketList(histogram);
  let lowerRank = rankOf(lower, histogram, list);
  let upperRank = rankOf(upper, histogram, list);
  let { count } = histogram;
  if (Number.isNaN(histogram.sum)) {
    count = 0;
    for (let i = 0; i < list.length; i++) count += list.count(i);
    if (count < histogram.count) note('fraction_excludes_nan');
  }
  if (lowerRank === null || lowerRank > count) lowerRank = count;
  if (upperRank === null || upperRank > count) upperRank = count;
  return (upperRank - lowerRank) / histogram.count;
}

/** How many observations lie below the value; null when it is above all buckets. */
function rankOf(value: number, histogram: Histogram, list: BucketList): number | null {
  const custom = usesCustomBuckets(histogram);
  const negatives = histogram.negativeBuckets.length;
  const positives = histogram.positiveBuckets.length;
  let rank = 0;
  for (let i = 0; i < list.length; i++) {
    let lower = list.lower(i);
    let upper = list.upper(i);
    const aroundZero = lower <= 0 && upper >= 0;
    if (aroundZero) {
      if (negatives === 0 && positives > 0) lower = 0;
      else if (positives === 0 && negatives > 0) upper = 0;
    }
    if (lower >= value) return rank;
    const count = list.count(i);
    if (upper > value) {
      const linear = custom || aroundZero;
      if (linear && lower === -Infinity) return count;
      return rank + count * fractionBelow(lower, upper, value, linear);
    }
    rank += count;
  }
  return null;
}
