import { Spread } from './spread.js';
export class HistogramTotals {
  spread;
  middles;
  random;
  unitsPerOne;
  /** Per bucket, not cumulative. */
  totals;
  /** In units of 1 / unitsPerOne, whole. */
  sumUnits = 0;
  /** `middles`: a typical value inside each bucket. The sum is kept in whole parts of `1 / unitsPerOne`. */
  constructor(middles, main, random, unitsPerOne) {
    this.middles = middles;
    this.random = random;
    this.unitsPerOne = unitsPerOne;
    this.totals = new Float64Array(middles.length);
    this.spread = new Spread(middles.length, main, random.next());
  }
  /** Back to zero: the process restarted. */
  reset() {
    this.totals.fill(0);
    this.sumUnits = 0;
  }
  /** Adds `events` observations, spread over the buckets by `weights`. Draws one number per bucket, always. */
  add(events, weights) {
    const { spread, totals, middles, random } = this;
    spread.split(events, weights);
    let added = 0;
    for (let k = 0; k < middles.length; k++) {
      const count = spread.counts[k];
      totals[k] = totals[k] + count;
      added += count * middles[k] * (0.9 + 0.2 * random.next());
    }
    this.sumUnits += Math.round(added * this.unitsPerOne);
  }
  /** Writes buckets (cumulative), sum and count at step `i` of `columns`, which are in table order. */
  write(columns, i) {
    const { totals } = this;
    const buckets = totals.length;
    let cumulative = 0;
    for (let k = 0; k < buckets; k++) {
      cumulative += totals[k];
      columns[k][i] = cumulative;
    }
    columns[buckets][i] = this.sumUnits / this.unitsPerOne;
    columns[buckets + 1][i] = cumulative;
  }
}
