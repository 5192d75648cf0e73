/** All buckets of a histogram in the order of their bounds, as columns; bounds are computed when asked for. */
import { bucketBound } from './bounds.ts';
import type { Histogram } from './histogram.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './schema.ts';
import { bucketIndexAt } from './spans.ts';

/** Which bounds belong to a bucket, as the HTTP API numbers them. */
export const UPPER_INCLUSIVE = 0;
export const LOWER_INCLUSIVE = 1;
export const BOTH_EXCLUSIVE = 2;
export const BOTH_INCLUSIVE = 3;

/**
 * Negative buckets, the zero bucket when it counts anything, positive buckets: ascending. Empty buckets that the spans
 * name are in the list too. A bucket that overlaps the zero bucket is cut off at the zero threshold.
 */
export class BucketList {
  readonly length: number;
  /** Position of the zero bucket; -1 when it is empty. */
  readonly zeroAt: number;
  readonly #histogram: Histogram;
  readonly #negatives: number;
  readonly #positivesFrom: number;

  constructor(histogram: Histogram) {
    const negatives = histogram.negativeBuckets.length;
    const zeros = histogram.zeroCount > 0 ? 1 : 0;
    this.length = negatives + zeros + histogram.positiveBuckets.length;
    this.zeroAt = zeros === 1 ? negatives : -1;
    this.#histogram = histogram;
    this.#negatives = negatives;
    this.#positivesFrom = negatives + zeros;
  }

  /** Observations in bucket `i`. */
  count(i: number): number {
    const { negativeBuckets, positiveBuckets, zeroCount } = this.#histogram;
    if (i < this.#negatives) return negativeBuckets[this.#negatives - 1 - i] as number;
    return i === this.zeroAt ? zeroCount : (positiveBuckets[i - this.#positivesFrom] as number);
  }

  lower(i: number): number {
    const { schema, customValues, zeroThreshold } = this.#histogram;
    if (i < this.#negatives) return -bucketBound(this.#indexOf(i), schema, customValues);
    if (i === this.zeroAt) return -zeroThreshold;
    const lower = bucketBound(this.#indexOf(i) - 1, schema, customValues);
    return lower > 0 && lower < zeroThreshold ? zeroThreshold : lower;
  }

  upper(i: number): number {
    const { schema, customValues, zeroThreshold } = this.#histogram;
    if (i < this.#negatives) {
      const upper = -bucketBound(this.#indexOf(i) - 1, schema, customValues);
      return upper < 0 && upper > -zeroThreshold ? -zeroThreshold : upper;
    }
    return i === this.zeroAt ? zeroThreshold : bucketBound(this.#indexOf(i), schema, customValues);
  }

  /** One of the boundary rules above. */
  rule(i: number): number {
    if (i === this.zeroAt) return BOTH_INCLUSIVE;
    if (i < this.#negatives) return LOWER_INCLUSIVE;
    const first = this.#histogram.schema === CUSTOM_BUCKETS_SCHEMA && this.#indexOf(i) === 0;
    return first ? BOTH_INCLUSIVE : UPPER_INCLUSIVE;
  }

  /** Absolute index, on its side, of a bucket that is not the zero bucket. */
  #indexOf(i: number): number {
    const { negativeSpans, positiveSpans } = this.#histogram;
    return i < this.#negatives
      ? bucketIndexAt(negativeSpans, this.#negatives - 1 - i)
      : bucketIndexAt(positiveSpans, i - this.#positivesFrom);
  }
}
