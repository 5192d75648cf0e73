/** The operators `</` and `>/`: a histogram of only the observations below or above a number. */

import { bucketBound } from './bounds.ts';
import { compactHistogram } from './compact.ts';
import type { Histogram, Span } from './histogram.ts';
import { usesCustomBuckets } from './schema.ts';
import { bucketIndexes } from './spans.ts';
import { type Kept, keptOfBucket, keptOfZeroBucket, midpoint } from './trim-bucket.ts';

/**
 * What is left below (`</`: keep 'below') or above (`>/`: keep 'above') the number (Prometheus' TrimBuckets). Buckets that
 * the number cuts are interpolated; count and sum are then estimated from what is left. The same object when nothing is
 * cut, otherwise compacted.
 */
export function trimHistogram(histogram: Histogram, number: number, keep: 'below' | 'above'): Histogram {
  const totals: Totals = { count: 0, sum: 0, trimmed: false };
  const { positiveSpans, positiveBuckets, negativeSpans, negativeBuckets } = histogram;
  const positive = trimSide(histogram, positiveSpans, positiveBuckets, true, number, keep, totals);
  const negative = trimSide(histogram, negativeSpans, negativeBuckets, false, number, keep, totals);
  let { zeroCount } = histogram;
  if (zeroCount > 0) {
    const sides = { positive: positiveBuckets.some(isPopulated), negative: negativeBuckets.some(isPopulated) };
    const kept = keptOfZeroBucket(histogram.zeroThreshold, zeroCount, number, sides, keep);
    if (kept.count !== zeroCount) totals.trimmed = true;
    zeroCount = kept.count;
    count(totals, kept);
  }
  if (!totals.trimmed) return histogram;
  return compactHistogram({
    ...histogram,
    zeroCount,
    count: totals.count,
    sum: totals.sum,
    positiveBuckets: positive,
    negativeBuckets: negative,
  });
}

type Totals = { count: number; sum: number; trimmed: boolean };

function trimSide(
  histogram: Histogram,
  spans: readonly Span[],
  buckets: Float64Array,
  positive: boolean,
  number: number,
  keep: 'below' | 'above',
  totals: Totals,
): Float64Array {
  const { schema, customValues } = histogram;
  const custom = usesCustomBuckets(histogram);
  const indexes = bucketIndexes(spans, buckets.length);
  return buckets.map((whole, i) => {
    if (whole === 0) return whole;
    const far = bucketBound(indexes[i] as number, schema, customValues);
    const near = bucketBound((indexes[i] as number) - 1, schema, customValues);
    const bucket = positive ? { lower: near, upper: far, count: whole } : { lower: -far, upper: -near, count: whole };
    const { lower, upper } = bucket;
    if (keep === 'below' ? upper <= number : lower >= number) {
      count(totals, { count: whole, middle: midpoint(lower, upper, positive, custom) });
      return whole;
    }
    if (keep === 'below' ? lower < number : upper > number) {
      const kept = keptOfBucket(bucket, number, keep, positive, custom);
      if (kept.count !== whole) totals.trimmed = true;
      count(totals, kept);
      return kept.count;
    }
    totals.trimmed = true;
    return 0;
  });
}

function count(totals: Totals, kept: Kept): void {
  totals.count += kept.count;
  totals.sum += kept.middle * kept.count;
}

function isPopulated(bucketCount: number): boolean {
  return bucketCount !== 0;
}
