/** Collects the native histograms of a batch as columns: count, sum, and the buckets that are not empty. */
import { BucketList, type Histogram } from '@chimera/tsdb-model';
import { type BucketLayout, BucketLayouts } from './bucket-layout.ts';
import type { HistogramColumns } from './result-columns.ts';

/** Of a bucket in its four columns. */
export const BUCKET_BYTES = 25;
const MIN_CAPACITY = 1_024;

export class HistogramBuilder {
  #rows: number[] = [];
  #counts: number[] = [];
  #sums: number[] = [];
  #ends: number[] = [];
  readonly #buckets = new BucketColumns();
  readonly #layouts = new BucketLayouts();

  /** Of the buckets so far. */
  get bytes(): number {
    return BUCKET_BYTES * this.#buckets.length;
  }

  /** `row` is higher than any before it. */
  add(row: number, histogram: Histogram): void {
    const list = new BucketList(histogram);
    this.#buckets.add(list, this.#layouts.of(histogram, list));
    this.#rows.push(row);
    this.#counts.push(histogram.count);
    this.#sums.push(histogram.sum);
    this.#ends.push(this.#buckets.length);
  }

  /** The columns of a batch of so many rows; null when none of them is a histogram. Starts over. */
  take(rows: number): HistogramColumns | null {
    if (this.#rows.length === 0) return null;
    const valid = new Uint8Array(Math.ceil(rows / 8));
    const counts = new Float64Array(rows);
    const sums = new Float64Array(rows);
    const bucketOffsets = new Int32Array(rows + 1);
    let filled = 0;
    let end = 0;
    for (const [i, row] of this.#rows.entries()) {
      valid[row >> 3] = (valid[row >> 3] as number) | (1 << (row & 7));
      counts[row] = this.#counts[i] as number;
      sums[row] = this.#sums[i] as number;
      bucketOffsets.fill(end, filled, row + 1);
      filled = row + 1;
      end = this.#ends[i] as number;
    }
    bucketOffsets.fill(end, filled);
    const columns = { valid, validCount: this.#rows.length, counts, sums, bucketOffsets, ...this.#buckets.take() };
    this.#rows = [];
    this.#counts = [];
    this.#sums = [];
    this.#ends = [];
    return columns;
  }
}

type Buckets = Pick<HistogramColumns, 'boundaries' | 'lowers' | 'uppers' | 'bucketCounts'>;

/** Four columns that grow together. */
class BucketColumns {
  length = 0;
  #boundaries = new Int8Array(0);
  #lowers = new Float64Array(0);
  #uppers = new Float64Array(0);
  #counts = new Float64Array(0);

  /** Those of the list that count anything. */
  add(list: BucketList, { rules, lowers, uppers }: BucketLayout): void {
    const { length } = list;
    if (this.length + length > this.#counts.length) this.#grow(this.length + length);
    const boundaries = this.#boundaries;
    const [toLowers, toUppers, toCounts] = [this.#lowers, this.#uppers, this.#counts];
    let at = this.length;
    for (let i = 0; i < length; i++) {
      const count = list.count(i);
      if (count === 0) continue;
      boundaries[at] = rules[i] as number;
      toLowers[at] = lowers[i] as number;
      toUppers[at] = uppers[i] as number;
      toCounts[at++] = count;
    }
    this.length = at;
  }

  /** Copies of what is used; the room is used again. */
  take(): Buckets {
    const { length } = this;
    this.length = 0;
    return {
      boundaries: this.#boundaries.slice(0, length),
      lowers: this.#lowers.slice(0, length),
      uppers: this.#uppers.slice(0, length),
      bucketCounts: this.#counts.slice(0, length),
    };
  }

  #grow(needed: number): void {
    const capacity = Math.max(needed, 2 * this.#counts.length, MIN_CAPACITY);
    const larger = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(capacity);
      grown.set(column);
      return grown;
    };
    const boundaries = new Int8Array(capacity);
    boundaries.set(this.#boundaries);
    this.#boundaries = boundaries;
    this.#lowers = larger(this.#lowers);
    this.#uppers = larger(this.#uppers);
    this.#counts = larger(this.#counts);
  }
}
