/** Histograms that are added up: schemas, zero buckets and custom bounds are reconciled on the way. */

import { BucketSums } from './bucket-sums.ts';
import { combineHints } from './counter-reset-hint.ts';
import { bucketsInBounds, equalBounds, intersectBounds } from './custom-bounds.ts';
import type { CounterResetHint, Histogram, Span } from './histogram.ts';
import { addTo } from './kahan.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './schema.ts';
import { bucketIndexes } from './spans.ts';
import { bucketsBelow, bucketsWithin, widerZeroBucket } from './zero-bucket.ts';

const ZERO_COUNT = 0;
const COUNT = 1;
const SUM = 2;
const NONE = new Float64Array(0);

/**
 * Mutable: begins as a copy of its first histogram, never changes those that are added. `compensated`: with Kahan
 * summation (aggregations: Prometheus' KahanAdd), otherwise plain (binary operators: Add and Sub). As in Prometheus, the
 * zero bucket is widened before schemas are aligned, so that a bucket within it may be part of a coarser one as well.
 */
export class HistogramSum {
  /** Whether custom bounds differed, so that only the shared ones are left: the caller reports it. */
  boundsReconciled = false;
  #schema: number;
  #hint: CounterResetHint;
  #zeroThreshold: number;
  #customValues: Float64Array | null;
  #positive: BucketSums;
  #negative: BucketSums;
  /** Zero count, count, sum. */
  #totals: Float64Array;
  #lost: Float64Array;
  #resetSeen: boolean;
  #notResetSeen: boolean;
  readonly #compensated: boolean;

  constructor(first: Histogram, compensated: boolean) {
    this.#compensated = compensated;
    this.#schema = first.schema;
    this.#hint = first.counterResetHint;
    this.#resetSeen = first.counterResetHint === 'reset';
    this.#notResetSeen = first.counterResetHint === 'not_reset';
    this.#zeroThreshold = first.zeroThreshold;
    this.#customValues = first.customValues;
    this.#positive = new BucketSums(first.positiveSpans, first.positiveBuckets, compensated);
    this.#negative = new BucketSums(first.negativeSpans, first.negativeBuckets, compensated);
    this.#totals = Float64Array.of(first.zeroCount, first.count, first.sum);
    this.#lost = compensated ? new Float64Array(3) : NONE;
  }

  /** Whether one histogram said that its counter was reset and another that its was not: the caller warns. */
  get counterResetCollision(): boolean {
    return this.#resetSeen && this.#notResetSeen;
  }

  /** false, and nothing added, when one has exponential and the other custom buckets. */
  add(other: Histogram): boolean {
    return this.#combine(other, 1);
  }

  /** As {@link add}, subtracting. */
  subtract(other: Histogram): boolean {
    return this.#combine(other, -1);
  }

  multiply(factor: number): void {
    for (let i = 0; i < 3; i++) this.#totals[i] = (this.#totals[i] as number) * factor;
    for (let i = 0; i < this.#lost.length; i++) this.#lost[i] = (this.#lost[i] as number) * factor;
    this.#positive.multiply(factor);
    this.#negative.multiply(factor);
    if (factor < 0) this.#hint = 'gauge';
  }

  /** `divisor` must be positive. */
  divide(divisor: number): void {
    for (let i = 0; i < 3; i++) this.#totals[i] = (this.#totals[i] as number) / divisor;
    for (let i = 0; i < this.#lost.length; i++) this.#lost[i] = (this.#lost[i] as number) / divisor;
    this.#positive.divide(divisor);
    this.#negative.divide(divisor);
  }

  /** Whether the zero count, the count, the sum or a bucket is infinite. */
  hasOverflow(): boolean {
    return hasInfinity(this.#totals) || hasInfinity(this.#positive.counts) || hasInfinity(this.#negative.counts);
  }

  copy(): HistogramSum {
    const copy = new HistogramSum(this.result(), this.#compensated);
    copy.boundsReconciled = this.boundsReconciled;
    copy.#positive = this.#positive.copy();
    copy.#negative = this.#negative.copy();
    copy.#totals = this.#totals.slice();
    copy.#lost = this.#lost.slice();
    copy.#resetSeen = this.#resetSeen;
    copy.#notResetSeen = this.#notResetSeen;
    return copy;
  }

  /** The sum so far, with its compensation, divided by `divisor`. Not compacted; the arrays are its own. */
  result(divisor = 1): Histogram {
    return {
      schema: this.#schema,
      counterResetHint: this.#hint,
      zeroThreshold: this.#zeroThreshold,
      zeroCount: this.#total(ZERO_COUNT, divisor),
      count: this.#total(COUNT, divisor),
      sum: this.#total(SUM, divisor),
      positiveSpans: this.#positive.spans,
      negativeSpans: this.#negative.spans,
      positiveBuckets: this.#positive.result(divisor),
      negativeBuckets: this.#negative.result(divisor),
      customValues: this.#customValues,
    };
  }

  #total(at: number, divisor: number): number {
    const total = (this.#totals[at] as number) / divisor;
    return this.#compensated ? total + (this.#lost[at] as number) / divisor : total;
  }

  #combine(other: Histogram, sign: 1 | -1): boolean {
    const hint = other.counterResetHint;
    if (hint === 'reset') this.#resetSeen = true;
    else if (hint === 'not_reset') this.#notResetSeen = true;
    const custom = this.#schema === CUSTOM_BUCKETS_SCHEMA;
    if (custom !== (other.schema === CUSTOM_BUCKETS_SCHEMA)) return false;
    this.#hint = combineHints(this.#hint, hint);
    this.#addTotal(COUNT, sign * other.count);
    this.#addTotal(SUM, sign * other.sum);
    if (custom) {
      if (equalBounds(this.#customValues, other.customValues)) {
        this.#positive.add(other.positiveSpans, other.positiveBuckets, NONE, 0, sign);
      } else this.#addOtherBounds(other, sign);
      return true;
    }
    this.#addZeroBucket(other, sign);
    const { schema } = other;
    if (schema < this.#schema) {
      this.#positive.reduce(this.#schema, schema);
      this.#negative.reduce(this.#schema, schema);
      this.#schema = schema;
    }
    this.#addSide(this.#positive, schema, other.positiveSpans, other.positiveBuckets, sign);
    this.#addSide(this.#negative, schema, other.negativeSpans, other.negativeBuckets, sign);
    return true;
  }

  #addSide(side: BucketSums, schema: number, spans: readonly Span[], buckets: Float64Array, sign: 1 | -1): void {
    if (buckets.length === 0) return;
    if (schema === this.#schema) {
      side.add(spans, buckets, NONE, bucketsBelow(spans, buckets.length, schema, this.#zeroThreshold), sign);
      return;
    }
    const other = new BucketSums(spans, buckets, this.#compensated);
    other.reduce(schema, this.#schema);
    const skip = bucketsBelow(other.spans, other.counts.length, this.#schema, this.#zeroThreshold);
    side.add(other.spans, other.counts, other.lost, skip, sign);
  }

  #addZeroBucket(other: Histogram, sign: 1 | -1): void {
    let count = other.zeroCount;
    let lost = 0;
    if (other.zeroThreshold !== this.#zeroThreshold) {
      const positive = columnsOf(other.positiveSpans, other.positiveBuckets);
      const negative = columnsOf(other.negativeSpans, other.negativeBuckets);
      let threshold = other.zeroThreshold;
      while (threshold !== this.#zeroThreshold) {
        if (threshold < this.#zeroThreshold) {
          const wider = widerZeroBucket(other.schema, other.zeroCount, 0, positive, negative, this.#zeroThreshold);
          ({ threshold, count, lost } = wider);
        }
        if (threshold > this.#zeroThreshold) this.#widenZeroBucket(threshold);
      }
    }
    this.#addTotal(ZERO_COUNT, sign * count);
    if (this.#compensated) this.#addTotal(ZERO_COUNT, sign * lost);
  }

  #widenZeroBucket(to: number): void {
    const zeroCount = this.#totals[ZERO_COUNT] as number;
    const zeroLost = this.#lost[ZERO_COUNT] ?? 0;
    const { threshold, count, lost } = widerZeroBucket(
      this.#schema,
      zeroCount,
      zeroLost,
      this.#positive,
      this.#negative,
      to,
    );
    this.#totals[ZERO_COUNT] = count;
    if (this.#compensated) this.#lost[ZERO_COUNT] = lost;
    this.#zeroThreshold = threshold;
    this.#positive.dropFirstAndEmpty(bucketsWithin(this.#positive.indexes, this.#schema, threshold));
    this.#negative.dropFirstAndEmpty(bucketsWithin(this.#negative.indexes, this.#schema, threshold));
  }

  #addOtherBounds(other: Histogram, sign: 1 | -1): void {
    const shared = intersectBounds(this.#customValues, other.customValues);
    this.#positive.remap(bucketsInBounds(this.#customValues, shared), shared.length + 1);
    const mapping = bucketsInBounds(other.customValues, shared);
    this.#positive.addMapped(other.positiveSpans, other.positiveBuckets, mapping, sign);
    this.#positive.dropFirstAndEmpty(0);
    this.#customValues = shared;
    this.boundsReconciled = true;
  }

  #addTotal(at: number, value: number): void {
    addTo(this.#totals, this.#lost, at, value);
  }
}

function columnsOf(spans: readonly Span[], counts: Float64Array) {
  return { indexes: bucketIndexes(spans, counts.length), counts, lost: NONE };
}

function hasInfinity(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value === Infinity || value === -Infinity) return true;
  }
  return false;
}
