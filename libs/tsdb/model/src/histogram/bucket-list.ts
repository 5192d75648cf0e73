/** All buckets of a histogram in the order of their bounds, as columns; bounds are computed when asked for. */
import { bucketBound } from './bounds.ts';
import type { Histogram } from './histogram.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './schema.ts';
import { bucketIndexes } from './spans.ts';

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
  /** Observations in each bucket. */
  readonly counts: Float64Array;
  /** Position of the zero bucket; -1 when it is empty. */
  readonly zeroAt: number;
  readonly #histogram: Histogram;
  readonly #negatives: number;
  readonly #negativeIndexes: Int32Array;
  readonly #positiveIndexes: Int32Array;
  readonly #positivesFrom: number;

  constructor(histogram: Histogram) {
    const { negativeSpans, negativeBuckets, positiveSpans, positiveBuckets, zeroCount } = histogram;
    const negatives = negativeBuckets.length;
    const zeros = zeroCount > 0 ? 1 : 0;
    this.length = negatives + zeros + positiveBuckets.length;
    this.counts = new Float64Array(this.length);
    for (let i = 0; i < negatives; i++) this.counts[i] = negativeBuckets[negatives - 1 - i] as number;
    if (zeros === 1) this.counts[negatives] = zeroCount;
    this.counts.set(positiveBuckets, negatives + zeros);
    this.zeroAt = zeros === 1 ? negatives : -1;
    this.#histogram = histogram;
    this.#negatives = negatives;
    this.#negativeIndexes = bucketIndexes(negativeSpans, negatives);
    this.#positiveIndexes = bucketIndexes(positiveSpans, positiveBuckets.length);
    this.#positivesFrom = negatives + zeros;
  }

  lower(i: number): number {
    const { schema, customValues, zeroThreshold } = this.#histogram;
    if (i < this.#negatives) {
      const index = this.#negativeIndexes[this.#negatives - 1 - i] as number;
      return -bucketBound(index, schema, customValues);
    }
    if (i === this.zeroAt) return -zeroThreshold;
    const index = this.#positiveIndexes[i - this.#positivesFrom] as number;
    const lower = bucketBound(index - 1, schema, customValues);
    return lower > 0 && lower < zeroThreshold ? zeroThreshold : lower;
  }

  upper(i: number): number {
    const { schema, customValues, zeroThreshold } = this.#histogram;
    if (i < this.#negatives) {
      const index = this.#negativeIndexes[this.#negatives - 1 - i] as number;
      const upper = -bucketBound(index - 1, schema, customValues);
      return upper < 0 && upper > -zeroThreshold ? -zeroThreshold : upper;
    }
    if (i === this.zeroAt) return zeroThreshold;
    return bucketBound(this.#positiveIndexes[i - this.#positivesFrom] as number, schema, customValues);
  }

  /** One of the boundary rules above. */
  rule(i: number): number {
    if (i === this.zeroAt) return BOTH_INCLUSIVE;
    if (i < this.#negatives) return LOWER_INCLUSIVE;
    const first =
      this.#histogram.schema === CUSTOM_BUCKETS_SCHEMA && this.#positiveIndexes[i - this.#positivesFrom] === 0;
    return first ? BOTH_INCLUSIVE : UPPER_INCLUSIVE;
  }
}
