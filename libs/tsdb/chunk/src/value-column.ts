/**
 * The values of one chunk to be, with what the codecs ask about them. Analysis is lazy: a constant column is never
 * tried as integers, a raw one is given up after a few samples. One object is reused for all chunks of an encoder.
 */
import { isStaleAt } from '@chimera/tsdb-model';
import { fitIntegers } from './fit-integers.ts';
import { type DeltaStats, measureDeltas } from './measure-deltas.ts';
import { summariseValues } from './summarise-values.ts';

/** value = (base + q * unit) scaled, where q = (integer - base) / unit; see integer-frame.ts for `scale`. */
export type IntegerFrame = {
  base: number;
  unit: number;
  scale: number;
  /** The largest q; Infinity when the column is not made of scaled integers. */
  largest: number;
  /** base + q * unit per sample (stale ones repeat their neighbour); the first `count` are valid. */
  integers: Float64Array;
};

export class ValueColumn {
  values: Float64Array = new Float64Array(0);
  /** The same memory as 32-bit words, low before high. */
  words: Uint32Array = new Uint32Array(0);
  from = 0;
  count = 0;

  // Filled by summariseValues.
  staleCount = 0;
  /** A NaN that is not the stale marker, an infinity or -0 occurs: no integer encoding can hold the column. */
  hasSpecial = false;
  hasReset = false;
  /** How often the bits differ from the sample before; stale markers are skipped. */
  changes = 0;
  min = NaN;
  max = NaN;
  sum = 0;
  firstLow = 0;
  firstHigh = 0;
  lastLow = 0;
  lastHigh = 0;

  /** Room for one number per sample, for whichever codec writes. */
  scratch: Float64Array = new Float64Array(0);

  readonly #frame: IntegerFrame = { base: 0, unit: 1, scale: 1, largest: Infinity, integers: new Float64Array(0) };
  #frameDone = false;
  #deltas: DeltaStats | null = null;

  /** Points the column at samples `from` to `to` (excluded) and summarises them. */
  load(values: Float64Array, from: number, to: number): void {
    if (values !== this.values) {
      this.values = values;
      this.words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    }
    this.from = from;
    this.count = to - from;
    if (this.scratch.length < this.count) this.scratch = new Float64Array(Math.max(1_024, this.count));
    this.#frameDone = false;
    this.#deltas = null;
    summariseValues(this);
  }

  /** Whether sample `index` of the column is the stale marker. */
  isStale(index: number): boolean {
    return this.staleCount > 0 && isStaleAt(this.words, this.from + index);
  }

  /** The column as scaled integers. */
  frame(): IntegerFrame {
    if (this.#frameDone) return this.#frame;
    this.#frameDone = true;
    if (this.#frame.integers.length < this.count) this.#frame.integers = new Float64Array(Math.max(1_024, this.count));
    fitIntegers(this, this.#frame);
    return this.#frame;
  }

  /** Statistics over neighbours' differences; null when the column is not made of scaled integers. */
  deltas(): DeltaStats | null {
    const frame = this.frame();
    if (frame.largest === Infinity) return null;
    this.#deltas ??= measureDeltas(frame, this.count);
    return this.#deltas;
  }
}
