/** What the zero bucket would count if it were wider. */
import { exponentialBound } from './bounds.ts';
import type { Span } from './histogram.ts';
import { addTo } from './kahan.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './schema.ts';

/** The buckets of one side, ascending away from zero; `lost` holds the compensations of `counts`, or nothing. */
export type SideColumns = {
  readonly indexes: Int32Array;
  readonly counts: Float64Array;
  readonly lost: Float64Array;
};

/**
 * The zero bucket that reaches at least to `threshold`, and to the end of any populated bucket that it would otherwise
 * cut (Prometheus' zeroCountForLargerThreshold). `zeroCount` and `zeroLost` are those of the narrower zero bucket.
 */
export function widerZeroBucket(
  schema: number,
  zeroCount: number,
  zeroLost: number,
  positive: SideColumns,
  negative: SideColumns,
  threshold: number,
): { readonly threshold: number; readonly count: number; readonly lost: number } {
  let reach = threshold;
  for (;;) {
    const needed = cutBucketEnd(negative, schema, cutBucketEnd(positive, schema, reach));
    if (needed === reach) break;
    reach = needed;
  }
  const count = Float64Array.of(zeroCount);
  const lost = Float64Array.of(zeroLost);
  for (const side of [positive, negative]) {
    const inside = bucketsWithin(side.indexes, schema, reach);
    for (let i = 0; i < inside; i++) {
      addTo(count, lost, 0, side.counts[i] as number);
      if (side.lost.length > 0) addTo(count, lost, 0, side.lost[i] as number);
    }
  }
  return { threshold: reach, count: count[0] as number, lost: lost[0] as number };
}

/** How many of a side's buckets begin below the threshold. */
export function bucketsWithin(indexes: Int32Array, schema: number, threshold: number): number {
  let count = 0;
  while (count < indexes.length && exponentialBound((indexes[count] as number) - 1, schema) < threshold) count++;
  return count;
}

/** How many of a side's `count` buckets end at or below the threshold; custom buckets have none. */
export function bucketsBelow(spans: readonly Span[], count: number, schema: number, threshold: number): number {
  if (schema === CUSTOM_BUCKETS_SCHEMA) return 0;
  let below = 0;
  let index = 0;
  for (let s = 0; s < spans.length; s++) {
    const { offset, length } = spans[s] as Span;
    index += offset;
    for (let i = 0; i < length && below < count; i++, index++) {
      if (exponentialBound(index, schema) > threshold) return below;
      below++;
    }
  }
  return below;
}

/** The threshold, or the end of the populated bucket that it cuts. */
function cutBucketEnd({ indexes, counts }: SideColumns, schema: number, threshold: number): number {
  const last = bucketsWithin(indexes, schema, threshold) - 1;
  if (last < 0 || counts[last] === 0) return threshold;
  return Math.max(threshold, exponentialBound(indexes[last] as number, schema));
}
