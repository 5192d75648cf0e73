/**
 * Turns native histograms of delta temporality into cumulative ones: remembers the total of each series. What is
 * forgotten, because too many series were seen since, starts again, which readers take for a counter reset.
 */
import { addHistograms, compactHistogram, type Histogram } from '@chimera/tsdb-model';
import type { SeriesRef } from '@chimera/tsdb-storage';

type Total = { histogram: Histogram; lastMs: number };

export class DeltaHistograms {
  /** In the order of use. */
  readonly #totals = new Map<SeriesRef, Total>();
  readonly #maxSeries: number;

  constructor(maxSeries: number) {
    this.#maxSeries = maxSeries;
  }

  /** Adds a difference that ends at `timestampMs`; returns the new total, null when that is not later than the last one. */
  add(ref: SeriesRef, timestampMs: number, difference: Histogram): Histogram | null {
    const total = this.#totals.get(ref);
    if (total === undefined) {
      if (this.#totals.size >= this.#maxSeries) this.#totals.delete(this.#totals.keys().next().value as SeriesRef);
      this.#totals.set(ref, { histogram: difference, lastMs: timestampMs });
      return difference;
    }
    if (timestampMs <= total.lastMs) return null;
    const sum = addHistograms(total.histogram, difference);
    // Only exponential buckets come here: they can always be added.
    if (sum !== null) total.histogram = compactHistogram(sum.histogram);
    total.lastMs = timestampMs;
    this.#totals.delete(ref);
    this.#totals.set(ref, total);
    return total.histogram;
  }

  /** Forgets one series: its ref may stand for another one now. */
  forget(ref: SeriesRef): void {
    this.#totals.delete(ref);
  }
}
