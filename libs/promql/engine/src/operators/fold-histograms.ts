/** `sum` and `avg` of native histograms: beside the fold of floats, which sees only columns without histograms. */
import { type Position, quote } from '@chimera/promql-parser';
import { compactHistogram, type Histogram, HistogramMean, HistogramSum } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import type { Annotations } from '../operator.ts';

/** What sums and means of histograms have in common. */
type Accumulator = {
  readonly boundsReconciled: boolean;
  readonly counterResetCollision: boolean;
  add(histogram: Histogram): boolean;
  result(): Histogram;
};

/** A histogram was aggregated with a float before it. */
const AFTER_FLOAT = 1;
/** Exponential and custom buckets met: what comes later at this step is not looked at any more. */
const INCOMPATIBLE = 2;

/** One group at a time: `begin`, a `take` for each column, `finish`, and again. */
export class HistogramFold {
  readonly #annotations: Annotations;
  readonly #position: Position;
  readonly #accumulate: (first: Histogram) => Accumulator;
  /** The only histogram of each step so far; null where there is none or an accumulator. */
  readonly #single: (Histogram | null)[];
  readonly #several: (Accumulator | null)[];
  readonly #flags: Uint8Array;
  #used = false;

  constructor(operator: 'sum' | 'avg', count: number, annotations: Annotations, position: Position) {
    this.#annotations = annotations;
    this.#position = position;
    this.#accumulate =
      operator === 'sum' ? (first) => new HistogramSum(first, true) : (first) => new HistogramMean(first);
    this.#single = new Array<Histogram | null>(count).fill(null);
    this.#several = new Array<Accumulator | null>(count).fill(null);
    this.#flags = new Uint8Array(count);
  }

  begin(): void {
    if (!this.#used) return;
    this.#used = false;
    this.#single.fill(null);
    this.#several.fill(null);
    this.#flags.fill(0);
  }

  /**
   * Moves the histograms out of a column: their steps become absent in it. `floats` says at which steps the group had
   * floats before, null: at none.
   */
  take(column: StepColumn, floats: Uint8Array | null, metricName: string): void {
    const { histograms, present, count } = column;
    if (histograms === null) return;
    column.histograms = null;
    for (let k = 0; k < count; k++) {
      const histogram = histograms[k] ?? null;
      if (histogram === null || present[k] === 0) continue;
      present[k] = 0;
      this.#used = true;
      this.#add(k, histogram, floats?.[k] === 1, metricName);
    }
  }

  /** Adds the results to `out`, which has those of floats; steps with both become absent. */
  finish(out: StepColumn): void {
    if (!this.#used) return;
    const histograms = new Array<Histogram | null>(out.count).fill(null);
    for (let k = 0; k < out.count; k++) {
      const flags = this.#flags[k] as number;
      const several = this.#several[k] as Accumulator | null;
      const single = this.#single[k] as Histogram | null;
      if (flags === 0 && several === null && single === null) continue;
      if (several?.boundsReconciled) this.#info('mismatched custom buckets were reconciled during aggregation');
      // Floats behind an incompatible histogram do not count.
      const mixed = (flags & AFTER_FLOAT) !== 0 || (out.present[k] === 1 && (flags & INCOMPATIBLE) === 0);
      out.present[k] = 0;
      if (mixed) this.#warn('encountered a mix of histograms and floats for aggregation');
      if (mixed || (flags & INCOMPATIBLE) !== 0) continue;
      if (several?.counterResetCollision) this.#warn('conflicting counter resets during histogram aggregation');
      out.present[k] = 1;
      histograms[k] = compactHistogram(several === null ? (single as Histogram) : several.result());
    }
    out.histograms = histograms;
  }

  #add(k: number, histogram: Histogram, floatBefore: boolean, metricName: string): void {
    const flags = this.#flags[k] as number;
    if ((flags & INCOMPATIBLE) !== 0) return;
    if (floatBefore) this.#flags[k] = flags | AFTER_FLOAT;
    let several = this.#several[k] as Accumulator | null;
    if (several === null) {
      const first = this.#single[k] as Histogram | null;
      if (first === null) {
        // With a float in front there is no result, and nothing to add up.
        if (!floatBefore) this.#single[k] = histogram;
        return;
      }
      several = this.#accumulate(first);
      this.#several[k] = several;
      this.#single[k] = null;
    }
    if (several.add(histogram)) return;
    this.#flags[k] = (this.#flags[k] as number) | INCOMPATIBLE;
    this.#warn(
      `vector contains a mix of histograms with exponential and custom buckets schemas for metric name ${quote(metricName)}`,
    );
  }

  #warn(message: string): void {
    this.#annotations.warn(message, this.#position);
  }

  #info(message: string): void {
    this.#annotations.info(message, this.#position);
  }
}
