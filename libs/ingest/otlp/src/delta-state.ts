/**
 * Turns delta temporality into cumulative: remembers the running total of each series. What is forgotten, because too
 * many series were seen since, starts again at zero, which readers take for a counter reset.
 */
import type { SeriesRef } from '@chimera/tsdb-storage';

type Total = { sum: number; lastMs: number };

export class DeltaState {
  readonly #totals = new Map<SeriesRef, Total>();
  readonly #maxSeries: number;

  constructor(maxSeries: number) {
    this.#maxSeries = maxSeries;
  }

  get size(): number {
    return this.#totals.size;
  }

  /** Adds a difference that ends at `timestampMs`; returns the new total, NaN when that is not later than the last one. */
  add(ref: SeriesRef, timestampMs: number, difference: number): number {
    const total = this.#totals.get(ref);
    if (total === undefined) {
      if (this.#totals.size >= this.#maxSeries) this.#totals.delete(this.#totals.keys().next().value as SeriesRef);
      this.#totals.set(ref, { sum: difference, lastMs: timestampMs });
      return difference;
    }
    if (timestampMs <= total.lastMs) return NaN;
    // Map order is the order of use: the series unused for longest is forgotten first.
    this.#totals.delete(ref);
    this.#totals.set(ref, total);
    total.sum += difference;
    total.lastMs = timestampMs;
    return total.sum;
  }

  /** Forgets one series: its ref may stand for another one now. */
  forget(ref: SeriesRef): void {
    this.#totals.delete(ref);
  }
}
