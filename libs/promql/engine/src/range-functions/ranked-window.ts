/**
 * Order statistics of a sliding window: the series' values are ranked once; the window is a count per rank plus a bitmap
 * of the ranks that occur, with a cursor that stays near the wanted element. Moving the window by a few samples costs a
 * few steps, whatever its length.
 */
import { ValueRanks } from './value-ranks.ts';

export class RankedWindow {
  private values: Float64Array = new Float64Array(0);
  private count = 0;
  private readonly order = new ValueRanks();
  /** Samples of the window per rank. */
  private counts = new Int32Array(0);
  /** Bit per rank: set where its count is above 0. */
  private bitmap = new Int32Array(0);
  private first = 0;
  private end = 0;
  private cursor = 0;
  /** Samples of the window with a rank below the cursor. */
  private below = 0;
  private ranked = false;

  /** Takes a series; values are read until the next load. */
  load(values: Float64Array, count: number): void {
    this.values = values;
    this.count = count;
    this.ranked = false;
  }

  /** Makes the window samples `first` to `end`; neither may fall between loads. */
  moveTo(first: number, end: number): void {
    if (!this.ranked) this.rank();
    const { ranks } = this.order;
    const { counts, bitmap, cursor } = this;
    let below = this.below;
    for (let i = this.end; i < end; i++) {
      const rank = ranks[i] as number;
      if (counts[rank] === 0) bitmap[rank >>> 5] = (bitmap[rank >>> 5] as number) | (1 << (rank & 31));
      counts[rank] = (counts[rank] as number) + 1;
      if (rank < cursor) below++;
    }
    for (let i = this.first; i < first; i++) {
      const rank = ranks[i] as number;
      counts[rank] = (counts[rank] as number) - 1;
      if (counts[rank] === 0) bitmap[rank >>> 5] = (bitmap[rank >>> 5] as number) & ~(1 << (rank & 31));
      if (rank < cursor) below--;
    }
    this.first = first;
    this.end = end;
    this.below = below;
  }

  /** The value with `index` smaller or equal ones before it, from 0 to the window's size less one. */
  valueAt(index: number): number {
    const { counts } = this;
    while (this.below > index) {
      this.cursor = this.previousRank(this.cursor - 1);
      this.below -= counts[this.cursor] as number;
    }
    while (this.below + (counts[this.cursor] as number) <= index) {
      this.below += counts[this.cursor] as number;
      this.cursor = this.nextRank(this.cursor + 1);
    }
    return this.order.distinct[this.cursor] as number;
  }

  /** The distance from `center` that `index` others in the window are not above. The window must hold numbers only. */
  distanceAt(center: number, index: number): number {
    const { counts } = this;
    const { distinct } = this.order;
    // Outwards from the center, always to the nearer neighbour; a bound of the ranks stands for no neighbour.
    let right = this.firstRankFrom(center);
    let left = this.previousRank(right - 1);
    let passed = 0;
    for (;;) {
      const below = left < 0 ? Number.POSITIVE_INFINITY : center - (distinct[left] as number);
      const above = right >= this.order.size ? Number.POSITIVE_INFINITY : (distinct[right] as number) - center;
      if (below < above || right >= this.order.size) {
        passed += counts[left] as number;
        if (passed > index) return below;
        left = this.previousRank(left - 1);
      } else {
        passed += counts[right] as number;
        if (passed > index) return above;
        right = this.nextRank(right + 1);
      }
    }
  }

  /** The lowest rank in the window whose value is not below `value`; the number of ranks or more when there is none. */
  private firstRankFrom(value: number): number {
    const { distinct, size } = this.order;
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((distinct[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return this.nextRank(low);
  }

  /** The lowest rank in the window from `from` on; at least the number of ranks when there is none. */
  private nextRank(from: number): number {
    const { bitmap } = this;
    let at = from >>> 5;
    if (at >= bitmap.length) return from;
    let word = (bitmap[at] as number) & (-1 << (from & 31));
    while (word === 0) {
      if (++at >= bitmap.length) return 32 * bitmap.length;
      word = bitmap[at] as number;
    }
    return (at << 5) + 31 - Math.clz32(word & -word);
  }

  /** The highest rank in the window up to `from`; -1 when there is none. */
  private previousRank(from: number): number {
    if (from < 0) return -1;
    const { bitmap } = this;
    let at = Math.min(from >>> 5, bitmap.length - 1);
    let word = at < from >>> 5 ? (bitmap[at] as number) : (bitmap[at] as number) & (-1 >>> (31 - (from & 31)));
    while (word === 0) {
      if (--at < 0) return -1;
      word = bitmap[at] as number;
    }
    return (at << 5) + 31 - Math.clz32(word);
  }

  private rank(): void {
    const { values, count } = this;
    this.order.rank(values, count);
    if (this.counts.length < count) {
      this.counts = new Int32Array(this.order.ranks.length);
      this.bitmap = new Int32Array((this.order.ranks.length >>> 5) + 1);
    }
    this.counts.fill(0, 0, count);
    this.bitmap.fill(0);
    this.first = 0;
    this.end = 0;
    this.cursor = 0;
    this.below = 0;
    this.ranked = true;
  }
}
