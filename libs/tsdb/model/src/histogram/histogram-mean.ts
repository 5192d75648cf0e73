/** The mean of histograms, exact to the last bits, also when their sum leaves the range of float64. */
import type { Histogram } from './histogram.ts';
import { HistogramSum } from './histogram-sum.ts';
import { divideHistogram } from './scale.ts';

/** Below it a sum of magnitudes rules overflow out, with room for rounding. */
const SAFE = Number.MAX_VALUE / 4;

/**
 * Mutable. Sums up with compensation and divides at the end; once the sum would overflow, it goes on from the mean so far
 * as an incremental mean, as Prometheus' avg and avg_over_time do.
 */
export class HistogramMean {
  #sum: HistogramSum;
  #count = 1;
  #incremental = false;
  /** No number of the sum is greater. */
  #magnitude: number;

  constructor(first: Histogram) {
    this.#sum = new HistogramSum(first, true);
    this.#magnitude = magnitude(first);
  }

  /** As in {@link HistogramSum}. */
  get boundsReconciled(): boolean {
    return this.#sum.boundsReconciled;
  }

  get counterResetCollision(): boolean {
    return this.#sum.counterResetCollision;
  }

  /** false when one has exponential and the other custom buckets: there is no mean then. */
  add(other: Histogram): boolean {
    this.#count++;
    if (!this.#incremental) {
      this.#magnitude += magnitude(other);
      if (this.#magnitude < SAFE) return this.#sum.add(other);
      const before = this.#sum.copy();
      if (!this.#sum.add(other)) return false;
      if (!this.#sum.hasOverflow()) return true;
      before.divide(this.#count - 1);
      this.#sum = before;
      this.#incremental = true;
    }
    this.#sum.multiply((this.#count - 1) / this.#count);
    return this.#sum.add(divideHistogram(other, this.#count));
  }

  /** Not compacted. */
  result(): Histogram {
    return this.#sum.result(this.#incremental ? 1 : this.#count);
  }
}

function magnitude(histogram: Histogram): number {
  const { zeroCount, count, sum, positiveBuckets, negativeBuckets } = histogram;
  let most = 0;
  if (Math.abs(zeroCount) > most) most = Math.abs(zeroCount);
  if (Math.abs(count) > most) most = Math.abs(count);
  if (Math.abs(sum) > most) most = Math.abs(sum);
  return Math.max(most, largest(positiveBuckets), largest(negativeBuckets));
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i] as number);
    if (value > most) most = value;
  }
  return most;
}
