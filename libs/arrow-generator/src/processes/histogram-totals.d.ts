/** A classic histogram that accumulates: cumulative buckets, sum and count always fit together. */
import type { RandomStream } from '../random.ts';
export declare class HistogramTotals {
  private readonly spread;
  private readonly middles;
  private readonly random;
  private readonly unitsPerOne;
  /** Per bucket, not cumulative. */
  private readonly totals;
  /** In units of 1 / unitsPerOne, whole. */
  private sumUnits;
  /** `middles`: a typical value inside each bucket. The sum is kept in whole parts of `1 / unitsPerOne`. */
  constructor(middles: readonly number[], main: number, random: RandomStream, unitsPerOne: number);
  /** Back to zero: the process restarted. */
  reset(): void;
  /** Adds `events` observations, spread over the buckets by `weights`. Draws one number per bucket, always. */
  add(events: number, weights: Float64Array): void;
  /** Writes buckets (cumulative), sum and count at step `i` of `columns`, which are in table order. */
  write(columns: readonly Float64Array[], i: number): void;
}
//# sourceMappingURL=histogram-totals.d.ts.map
