/** Whether a counter histogram was reset between two samples. */
import { BucketSums } from './bucket-sums.ts';
import { bucketsInBounds, equalBounds, intersectBounds } from './custom-bounds.ts';
import type { Histogram, Span } from './histogram.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './schema.ts';
import { bucketIndexes, sameSpans } from './spans.ts';
import { bucketsBelow, widerZeroBucket } from './zero-bucket.ts';

const NONE = new Float64Array(0);

/**
 * Prometheus' DetectReset. The hint of `current` decides when it says 'reset' or 'not_reset'. Otherwise a reset is: a
 * count that became smaller (of all, of the zero bucket, of any bucket), a populated bucket that is gone, a finer schema,
 * a narrower zero bucket, or a zero bucket that now ends within a populated bucket of `previous`.
 */
export function detectReset(current: Histogram, previous: Histogram): boolean {
  if (current.counterResetHint === 'reset') return true;
  if (current.counterResetHint === 'not_reset') return false;
  if (current.count < previous.count) return true;
  if (current.schema === CUSTOM_BUCKETS_SCHEMA) {
    if (previous.schema !== CUSTOM_BUCKETS_SCHEMA) return true;
    if (!equalBounds(current.customValues, previous.customValues)) return sharedBucketDecreased(current, previous);
  }
  if (current.schema > previous.schema || current.zeroThreshold < previous.zeroThreshold) return true;
  const previousZeroCount = zeroCountWithin(previous, current.zeroThreshold);
  if (previousZeroCount === null || current.zeroCount < previousZeroCount) return true;
  const { positiveSpans, positiveBuckets, negativeSpans, negativeBuckets } = current;
  return (
    sideDecreased(
      current,
      positiveSpans,
      positiveBuckets,
      previous,
      previous.positiveSpans,
      previous.positiveBuckets,
    ) ||
    sideDecreased(current, negativeSpans, negativeBuckets, previous, previous.negativeSpans, previous.negativeBuckets)
  );
}

/** The zero count with a wider threshold; null when that cuts a populated bucket. */
function zeroCountWithin(histogram: Histogram, threshold: number): number | null {
  const { schema, zeroCount, positiveSpans, positiveBuckets, negativeSpans, negativeBuckets } = histogram;
  if (threshold === histogram.zeroThreshold) return zeroCount;
  const positive = {
    indexes: bucketIndexes(positiveSpans, positiveBuckets.length),
    counts: positiveBuckets,
    lost: NONE,
  };
  const negative = {
    indexes: bucketIndexes(negativeSpans, negativeBuckets.length),
    counts: negativeBuckets,
    lost: NONE,
  };
  const wider = widerZeroBucket(schema, zeroCount, 0, positive, negative, threshold);
  return wider.threshold === threshold ? wider.count : null;
}

function sideDecreased(
  current: Histogram,
  spans: readonly Span[],
  buckets: Float64Array,
  previous: Histogram,
  previousSpans: readonly Span[],
  previousBuckets: Float64Array,
): boolean {
  if (previousBuckets.length === 0) return false;
  const { schema, zeroThreshold } = current;
  const sameSchema = schema === previous.schema;
  if (sameSchema && sameSpans(spans, previousSpans)) {
    const from = bucketsBelow(spans, buckets.length, schema, zeroThreshold);
    for (let i = from; i < buckets.length; i++) {
      if ((buckets[i] as number) < (previousBuckets[i] as number)) return true;
    }
    return false;
  }
  const before = new BucketSums(previousSpans, previousBuckets, false);
  if (!sameSchema) before.reduce(previous.schema, schema);
  const indexes = bucketIndexes(spans, buckets.length);
  const from = bucketsBelow(before.spans, before.counts.length, schema, zeroThreshold);
  let at = 0;
  for (let i = from; i < before.counts.length; i++) {
    const index = before.indexes[i] as number;
    const count = before.counts[i] as number;
    while (at < indexes.length && (indexes[at] as number) < index) at++;
    // Behind the last bucket of `current`, Prometheus looks at one bucket of `previous` only.
    if (at === indexes.length) return count !== 0;
    const found = indexes[at] === index;
    if (found ? (buckets[at] as number) < count : count !== 0) return true;
  }
  return false;
}

/** Custom bounds differ: compares between the bounds that both have. */
function sharedBucketDecreased(current: Histogram, previous: Histogram): boolean {
  const shared = intersectBounds(current.customValues, previous.customValues);
  const now = inBounds(current, shared);
  const before = inBounds(previous, shared);
  return now.some((count, i) => count < (before[i] as number));
}

function inBounds({ positiveSpans, positiveBuckets, customValues }: Histogram, shared: Float64Array): Float64Array {
  const buckets = new BucketSums(positiveSpans, positiveBuckets, false);
  buckets.remap(bucketsInBounds(customValues, shared), shared.length + 1);
  return buckets.counts;
}
