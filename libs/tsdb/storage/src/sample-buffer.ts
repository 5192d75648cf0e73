/**
 * The samples of one series as columns. The reader owns the buffer and passes it to one series after another; each read
 * overwrites it. Nothing may keep a reference to its arrays beyond the next read.
 */
import type { Histogram } from '@chimera/tsdb-model';

export class SampleBuffer {
  /** Unix milliseconds, strictly ascending; the first `count` are valid. */
  timestamps: Float64Array;
  /** Float values; meaningless where `histograms[i]` is set or `stale[i]` is 1. */
  values: Float64Array;
  count = 0;
  /** 1 where the sample is a stale marker; valid only if `hasStale`. */
  stale: Uint8Array;
  hasStale = false;
  /** Native histograms: null when the read range holds floats only, which is the fast path. */
  histograms: (Histogram | null)[] | null = null;
  /** Start timestamps (created timestamps), Unix ms, 0 where unknown; null when the range has none. */
  startTimestamps: Float64Array | null = null;
  /** True when storage knows that no value of the range is below its predecessor (a counter without resets). */
  resetFree = false;

  constructor(capacity = 1_024) {
    this.timestamps = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.stale = new Uint8Array(capacity);
  }

  /** Empties the buffer; its arrays stay. */
  clear(): void {
    this.count = 0;
    this.hasStale = false;
    this.histograms = null;
    this.startTimestamps = null;
    this.resetFree = false;
  }

  /** Makes room for `capacity` samples, keeping what is there. Stale flags beyond `count` are 0 only after `markStale`. */
  reserve(capacity: number): void {
    if (capacity <= this.timestamps.length) return;
    const size = Math.max(capacity, 2 * this.timestamps.length);
    this.timestamps = grown(this.timestamps, new Float64Array(size));
    this.values = grown(this.values, new Float64Array(size));
    this.stale = grown(this.stale, new Uint8Array(size));
    if (this.startTimestamps !== null) this.startTimestamps = grown(this.startTimestamps, new Float64Array(size));
  }

  /** Marks sample `index` as stale; the first mark after `clear` zeroes the flags. */
  markStale(index: number): void {
    if (!this.hasStale) this.stale.fill(0);
    this.hasStale = true;
    this.stale[index] = 1;
  }
}

function grown<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
