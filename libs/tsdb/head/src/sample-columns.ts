/** The writer's scratch for samples that are rewritten: columns whose stale markers are bits of the values. */
import type { ChunkMemory } from '@chimera/tsdb-chunk';
import { CHUNK_HAS_STALE, chunkCount, chunkFlags, decodeChunk } from '@chimera/tsdb-chunk';
import { writeStaleAt } from '@chimera/tsdb-model';

export class SampleColumns {
  timestamps = new Float64Array(2_048);
  values = new Float64Array(2_048);
  /** The values' bits. */
  words = new Uint32Array(this.values.buffer);
  count = 0;
  #stale = new Uint8Array(2_048);

  reserve(capacity: number): void {
    if (capacity <= this.timestamps.length) return;
    const size = Math.max(capacity, 2 * this.timestamps.length);
    const timestamps = new Float64Array(size);
    timestamps.set(this.timestamps);
    const values = new Float64Array(size);
    values.set(this.values);
    this.timestamps = timestamps;
    this.values = values;
    this.words = new Uint32Array(values.buffer);
    this.#stale = new Uint8Array(size);
  }

  /** Appends all samples of a sealed chunk. */
  addChunk(memory: ChunkMemory, at: number): void {
    const samples = chunkCount(memory, at);
    this.reserve(this.count + samples);
    const hasStale = (chunkFlags(memory, at) & CHUNK_HAS_STALE) !== 0;
    if (hasStale) this.#stale.fill(0, this.count, this.count + samples);
    decodeChunk(memory, at, 0, samples, this.timestamps, this.values, this.#stale, this.count);
    if (hasStale) {
      for (let i = this.count; i < this.count + samples; i++) if (this.#stale[i] === 1) writeStaleAt(this.words, i);
    }
    this.count += samples;
  }

  /** Puts a sample, given by the two words of its value, before sample `index`. */
  insert(index: number, timestampMs: number, low: number, high: number): void {
    this.reserve(this.count + 1);
    this.timestamps.copyWithin(index + 1, index, this.count);
    this.words.copyWithin(2 * index + 2, 2 * index, 2 * this.count);
    this.timestamps[index] = timestampMs;
    this.words[2 * index] = low;
    this.words[2 * index + 1] = high;
    this.count++;
  }

  /** The distance of samples `from` to `to` (excluded) when they are regular; 0 when not, or fewer than 2. */
  regularStep(from: number, to: number): number {
    if (to - from < 2) return 0;
    const { timestamps } = this;
    const base = timestamps[from] as number;
    const step = (timestamps[from + 1] as number) - base;
    for (let i = from + 2; i < to; i++) if (timestamps[i] !== base + (i - from) * step) return 0;
    return step;
  }
}
