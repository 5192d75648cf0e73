/** A classic histogram that accumulates: cumulative buckets, sum and count always fit together. */
import type { RandomStream } from '../random.ts';
import { Spread } from './spread.ts';

export class HistogramTotals {
  private readonly spread: Spread;
  private readonly middles: readonly number[];
  private readonly random: RandomStream;
  private readonly unitsPerOne: number;
  /** Per bucket, not cumulative. */
  private readonly totals: Float64Array;
  /** In units of 1 / unitsPerOne, whole. */
  private sumUnits = 0;

  /** `middles`: a typical value inside each bucket. The sum is kept in whole parts of `1 / unitsPerOne`. */
  constructor(middles: readonly number[], main: number, random: RandomStream, unitsPerOne: number) {
    this.middles = middles;
    this.random = random;
    this.unitsPerOne = unitsPerOne;
    this.totals = new Float64Array(middles.length);
    this.spread = new Spread(middles.length, main, random.next());
  }

  /** Back to zero: the process restarted. */
  reset(): void {
    this.totals.fill(0);
    this.sumUnits = 0;
  }

  /** Adds `events` observations, spread over the buckets by `weights`. Draws one number per bucket, always. */
  add(events: number, weights: Float64Array): void {
    const { spread, totals, middles, random } = this;
    spread.split(events, weights);
    let added = 0;
    for (let k = 0; k < middles.length; k++) {
      const count = spread.counts[k] as number;
      totals[k] = (totals[k] as number) + count;
      added += count * (middles[k] as number) * (0.9 + 0.2 * random.next());
    }
    this.sumUnits += Math.round(added * this.unitsPerOne);
  }

  /** Writes buckets (cumulative), sum and count at step `i` of `columns`, which are in table order. */
  write(columns: readonly Float64Array[], i: number): void {
    const { totals } = this;
    const buckets = totals.length;
    let cumulative = 0;
    for (let k = 0; k < buckets; k++) {
      cumulative += totals[k] as number;
      (columns[k] as Float64Array)[i] = cumulative;
    }
    (columns[buckets] as Float64Array)[i] = this.sumUnits / this.unitsPerOne;
    (columns[buckets + 1] as Float64Array)[i] = cumulative;
  }
}
