/** One side of a histogram that is being added up: its layout grows to hold what is added. */
import { divided, multiplied } from './columns.ts';
import type { Span } from './histogram.ts';
import { addAll, addTo } from './kahan.ts';
import { coarserIndex } from './reduce-resolution.ts';
import { bucketIndexes, sameSpans, spansOf } from './spans.ts';

const NONE = new Float64Array(0);

/**
 * Mutable. As long as what is added has the same layout, adding is one loop over two arrays and allocates nothing; a
 * layout that is already covered costs a merge of indexes; only a bucket that is new reallocates.
 */
export class BucketSums {
  #spans: readonly Span[];
  /** Absolute index of each bucket; null until a layout differs. */
  #indexes: Int32Array | null = null;
  #counts: Float64Array;
  /** Compensation of each count (see kahan.ts); stays empty when sums are plain. */
  #lost: Float64Array;
  readonly #compensated: boolean;

  /** Starts with a copy of `buckets`. */
  constructor(spans: readonly Span[], buckets: Float64Array, compensated: boolean) {
    this.#spans = spans;
    this.#counts = buckets.slice();
    this.#lost = compensated ? new Float64Array(buckets.length) : NONE;
    this.#compensated = compensated;
  }

  copy(): BucketSums {
    const copy = new BucketSums(this.#spans, this.#counts, this.#compensated);
    copy.#indexes = this.#indexes;
    copy.#lost = this.#lost.slice();
    return copy;
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** Valid until the next change, as all that is read here. */
  get counts(): Float64Array {
    return this.#counts;
  }

  get lost(): Float64Array {
    return this.#lost;
  }

  get indexes(): Int32Array {
    this.#indexes ??= bucketIndexes(this.#spans, this.#counts.length);
    return this.#indexes;
  }

  /** Adds `sign` times the buckets from position `skip` on; `lost` holds their compensations, if they have any. */
  add(spans: readonly Span[], buckets: Float64Array, lost: Float64Array, skip: number, sign: 1 | -1): void {
    if (sameSpans(this.#spans, spans)) {
      addAll(this.#counts, this.#lost, buckets, skip, sign);
      // Compensations come from reduced resolutions only.
      for (let i = skip; i < lost.length; i++) addTo(this.#counts, this.#lost, i, lost[i] as number);
      return;
    }
    const added = bucketIndexes(spans, buckets.length);
    this.#include(added, skip);
    const { indexes } = this;
    const sums = this.#counts;
    const sumsLost = this.#lost;
    let at = 0;
    for (let i = skip; i < added.length; i++) {
      while ((indexes[at] as number) < (added[i] as number)) at++;
      addTo(sums, sumsLost, at, sign * (buckets[i] as number));
      if (lost.length > 0) addTo(sums, sumsLost, at, lost[i] as number);
    }
  }

  /** Adds `sign` times each bucket to the one that `mapping` (by absolute index) names; all of those must exist. */
  addMapped(spans: readonly Span[], buckets: Float64Array, mapping: Int32Array, sign: 1 | -1): void {
    const added = bucketIndexes(spans, buckets.length);
    for (let i = 0; i < added.length; i++) {
      this.#addAt(mapping[added[i] as number] as number, sign * (buckets[i] as number), 0);
    }
  }

  /** Moves each bucket to the one that `mapping` names; afterwards there are buckets 0 to `size` - 1, no others. */
  remap(mapping: Int32Array, size: number): void {
    const { indexes } = this;
    this.#move(
      indexes.map((index) => mapping[index] as number),
      Int32Array.from({ length: size }, (_, i) => i),
    );
  }

  /** Merges the buckets of schema `from` into those of the coarser schema `to`. */
  reduce(from: number, to: number): void {
    if (this.#counts.length === 0) return;
    const targets = this.indexes.map((index) => coarserIndex(index, from, to));
    this.#move(
      targets,
      targets.filter((index, i) => i === 0 || index !== targets[i - 1]),
    );
  }

  /** Removes the first `count` buckets, then all empty ones. */
  dropFirstAndEmpty(count: number): void {
    const kept = this.indexes.filter((_, i) => i >= count && (this.#counts[i] !== 0 || (this.#lost[i] ?? 0) !== 0));
    const counts = new Float64Array(kept.length);
    const lost = this.#compensated ? new Float64Array(kept.length) : NONE;
    for (let i = 0, at = 0; at < kept.length; i++) {
      if (this.indexes[i] !== kept[at]) continue;
      counts[at] = this.#counts[i] as number;
      if (lost.length > 0) lost[at] = this.#lost[i] as number;
      at++;
    }
    this.#setLayout(kept, counts, lost);
  }

  multiply(factor: number): void {
    this.#counts = multiplied(this.#counts, factor);
    this.#lost = multiplied(this.#lost, factor);
  }

  divide(divisor: number): void {
    this.#counts = divided(this.#counts, divisor);
    this.#lost = divided(this.#lost, divisor);
  }

  /** Counts, with their compensations, divided. A copy. */
  result(divisor: number): Float64Array {
    const result = divided(this.#counts, divisor);
    const lost = this.#lost;
    for (let i = 0; i < lost.length; i++) result[i] = (result[i] as number) + (lost[i] as number) / divisor;
    return result;
  }

  #addAt(at: number, count: number, lost: number): void {
    addTo(this.#counts, this.#lost, at, count);
    if (lost !== 0) addTo(this.#counts, this.#lost, at, lost);
  }

  /** Makes room for the buckets of `added` from position `skip` on. */
  #include(added: Int32Array, skip: number): void {
    const { indexes } = this;
    if (containsFrom(indexes, added, skip)) return;
    const union = new Int32Array(indexes.length + added.length - skip);
    let size = 0;
    for (let i = 0, j = skip; i < indexes.length || j < added.length; ) {
      const a = i < indexes.length ? (indexes[i] as number) : Infinity;
      const b = j < added.length ? (added[j] as number) : Infinity;
      union[size++] = Math.min(a, b);
      if (a <= b) i++;
      if (b <= a) j++;
    }
    this.#move(indexes, union.slice(0, size));
  }

  /** The layout becomes `layout`; bucket i goes to (is added to) bucket `targets[i]` of it. Both ascend. */
  #move(targets: Int32Array, layout: Int32Array): void {
    const counts = this.#counts;
    const lost = this.#lost;
    const filled = new Uint8Array(layout.length);
    this.#setLayout(
      layout,
      new Float64Array(layout.length),
      this.#compensated ? new Float64Array(layout.length) : NONE,
    );
    let at = 0;
    for (let i = 0; i < targets.length; i++) {
      while ((layout[at] as number) < (targets[i] as number)) at++;
      if (filled[at] === 0) {
        filled[at] = 1;
        this.#counts[at] = counts[i] as number;
        if (lost.length > 0) this.#lost[at] = lost[i] as number;
      } else this.#addAt(at, counts[i] as number, lost[i] ?? 0);
    }
  }

  #setLayout(indexes: Int32Array, counts: Float64Array, lost: Float64Array): void {
    this.#indexes = indexes;
    this.#spans = spansOf(indexes);
    this.#counts = counts;
    this.#lost = lost;
  }
}

/** Whether the ascending `indexes` hold all of `added` from position `skip` on. */
function containsFrom(indexes: Int32Array, added: Int32Array, skip: number): boolean {
  let at = 0;
  for (let i = skip; i < added.length; i++, at++) {
    const index = added[i] as number;
    while (at < indexes.length && (indexes[at] as number) < index) at++;
    if (at === indexes.length || indexes[at] !== index) return false;
  }
  return true;
}
