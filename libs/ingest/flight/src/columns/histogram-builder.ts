/** Collects the native histograms of a batch as columns: count, sum, and the buckets that are not empty. */
import { BucketList, type Histogram } from '@chimera/tsdb-model';
import type { HistogramColumns } from './result-columns.ts';

/** Of a bucket in its four columns. */
export const BUCKET_BYTES = 25;

export class HistogramBuilder {
  #rows: number[] = [];
  #counts: number[] = [];
  #sums: number[] = [];
  #ends: number[] = [];
  #buckets = new BucketColumns(1_024);

  /** Of the buckets so far. */
  get bytes(): number {
    return BUCKET_BYTES * this.#buckets.length;
  }

  /** `row` is higher than any before it. */
  add(row: number, histogram: Histogram): void {
    const list = new BucketList(histogram);
    for (let i = 0; i < list.length; i++) {
      const count = list.count(i);
      if (count !== 0) this.#buckets.add(list.rule(i), list.lower(i), list.upper(i), count);
    }
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
  #boundaries: Int8Array<ArrayBuffer>;
  #numbers: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];

  constructor(capacity: number) {
    this.#boundaries = new Int8Array(capacity);
    this.#numbers = [new Float64Array(capacity), new Float64Array(capacity), new Float64Array(capacity)];
  }

  add(rule: number, lower: number, upper: number, count: number): void {
    if (this.length === this.#boundaries.length) this.#grow();
    const at = this.length++;
    const [lowers, uppers, counts] = this.#numbers;
    this.#boundaries[at] = rule;
    lowers[at] = lower;
    uppers[at] = upper;
    counts[at] = count;
  }

  /** Copies of what is used; the room is used again. */
  take(): Buckets {
    const { length } = this;
    const [lowers, uppers, counts] = this.#numbers;
    this.length = 0;
    return {
      boundaries: this.#boundaries.slice(0, length),
      lowers: lowers.slice(0, length),
      uppers: uppers.slice(0, length),
      bucketCounts: counts.slice(0, length),
    };
  }

  #grow(): void {
    const larger = new BucketColumns(2 * this.#boundaries.length);
    larger.#boundaries.set(this.#boundaries);
    for (const [i, column] of this.#numbers.entries()) larger.#numbers[i]?.set(column);
    this.#boundaries = larger.#boundaries;
    this.#numbers = larger.#numbers;
  }
}
