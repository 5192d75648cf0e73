/** Fills a result's batches row by row, or run by run where samples are floats without gaps. */
import { invariant } from '@chimera/errors';
import type { Histogram } from '@chimera/tsdb-model';
import { HistogramBuilder } from './histogram-builder.ts';
import type { BatchColumns } from './result-columns.ts';

/** Of one batch as it is sent, about: large enough to cost little per message, small enough to be made in a millisecond or two. */
const BATCH_BYTES = 2 * 1_024 * 1_024;
const MAX_BATCH_ROWS = 65_536;

export class BatchBuilder {
  readonly batches: BatchColumns[] = [];
  readonly #batchRows: number;
  readonly #histograms: HistogramBuilder | null;
  #left: number;
  #words: Int32Array<ArrayBuffer>;
  #values: Float64Array<ArrayBuffer>;
  #rows = 0;

  /** `rows` are to come, each of about `rowBytes` without its buckets. */
  constructor(rows: number, rowBytes: number, hasHistograms: boolean) {
    this.#left = rows;
    this.#batchRows = Math.min(MAX_BATCH_ROWS, Math.max(1, Math.floor(BATCH_BYTES / rowBytes)));
    this.#histograms = hasHistograms ? new HistogramBuilder() : null;
    this.#words = new Int32Array(0);
    this.#values = new Float64Array(0);
    this.#open();
  }

  /** Floats without a gap, all of `values`; `words` are their times, two 32-bit words each. */
  addFloats(words: Int32Array, values: Float64Array): void {
    for (let from = 0; from < values.length; ) {
      const count = Math.min(this.#values.length - this.#rows, values.length - from);
      invariant(count > 0, 'BUG: more rows than were announced');
      this.#words.set(words.subarray(2 * from, 2 * (from + count)), 2 * this.#rows);
      this.#values.set(values.subarray(from, from + count), this.#rows);
      this.#rows += count;
      from += count;
      if (this.#rows === this.#values.length) this.#close();
    }
  }

  /** One sample, whose time is the `k`-th of `words`. */
  add(words: Int32Array, k: number, value: number, histogram: Histogram | null): void {
    const row = this.#rows++;
    this.#words[2 * row] = words[2 * k] as number;
    this.#words[2 * row + 1] = words[2 * k + 1] as number;
    this.#values[row] = value;
    if (histogram !== null) this.#histograms?.add(row, histogram);
    if (this.#rows === this.#values.length || (this.#histograms?.bytes ?? 0) >= BATCH_BYTES) this.#close();
  }

  /** All rows are there. The batches: at least one, so that an empty result has columns, too. */
  finish(): BatchColumns[] {
    if (this.#rows > 0 || this.batches.length === 0) this.#close();
    return this.batches;
  }

  #open(): void {
    const capacity = Math.min(this.#left, this.#batchRows);
    this.#words = new Int32Array(2 * capacity);
    this.#values = new Float64Array(capacity);
  }

  #close(): void {
    const rows = this.#rows;
    const histograms = this.#histograms?.take(rows) ?? null;
    const whole = rows === this.#values.length;
    // A batch that its buckets cut short is copied, and its room used again.
    const words = whole ? this.#words : this.#words.slice(0, 2 * rows);
    const values = whole ? this.#values : this.#values.slice(0, rows);
    this.batches.push({ timestamps: new BigInt64Array(words.buffer), values, histograms });
    this.#left -= rows;
    this.#rows = 0;
    if (whole) this.#open();
  }
}
