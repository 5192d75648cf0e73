/** Seals samples into a chunk: measures, picks the smallest encoding, writes. */
import { invariant } from '@chimera/errors';
import type { ChunkMemory } from './chunk-memory.ts';
import { CHUNK_HAS_RESET, CHUNK_HAS_STALE, CHUNK_IS_REGULAR, HEADER_BYTES, padded } from './layout.ts';
import type { TimeCodec } from './time-codec.ts';
import { TIME_CODECS } from './time-codecs.ts';
import { TimeColumn } from './time-column.ts';
import type { ValueCodec } from './value-codec.ts';
import { VALUE_CODECS } from './value-codecs.ts';
import { ValueColumn } from './value-column.ts';

/** Reusable: holds scratch memory of the size of the largest chunk so far. Not for concurrent use. */
export class ChunkEncoder {
  readonly #values = new ValueColumn();
  readonly #times = new TimeColumn();
  #valueCodec: ValueCodec | null = null;
  #timeCodec: TimeCodec | null = null;
  #valueBytes = 0;
  #timeBytes = 0;

  /**
   * Measures samples `from` to `to` (excluded, at least one) and returns how many bytes their chunk takes: a multiple
   * of 8. `timestamps` (same indices as `values`, Unix ms, strictly ascending) may be null: sample i then lies at
   * startMs + (i - from) * stepMs. The arrays must not change before `write`.
   */
  plan(
    timestamps: Float64Array | null,
    startMs: number,
    stepMs: number,
    values: Float64Array,
    from: number,
    to: number,
  ): number {
    invariant(from < to && to <= values.length, `BUG: no samples to seal; got ${from} and ${to} of ${values.length}`);
    if (timestamps === null) this.#times.loadRegular(startMs, stepMs, to - from);
    else this.#times.load(timestamps, from, to);
    this.#values.load(values, from, to);
    this.#timeBytes = Infinity;
    for (const codec of TIME_CODECS) {
      const size = codec.size(this.#times);
      if (size >= this.#timeBytes) continue;
      this.#timeBytes = size;
      this.#timeCodec = codec;
    }
    this.#valueBytes = Infinity;
    for (const codec of VALUE_CODECS) {
      const size = codec.size(this.#values, this.#valueBytes);
      if (size >= this.#valueBytes) continue;
      this.#valueBytes = size;
      this.#valueCodec = codec;
    }
    return HEADER_BYTES + this.#valueBytes + this.#timeBytes + this.#staleBytes();
  }

  /** Writes the planned chunk at `byteOffset` (a multiple of 8), which must have room for it; returns its length. */
  write(memory: ChunkMemory, byteOffset: number): number {
    const values = this.#values;
    const times = this.#times;
    const valueCodec = this.#valueCodec;
    const timeCodec = this.#timeCodec;
    invariant(valueCodec !== null && timeCodec !== null, 'BUG: write without plan');
    const staleBytes = this.#staleBytes();
    const timesAt = HEADER_BYTES + this.#valueBytes;
    const staleAt = timesAt + this.#timeBytes;
    const byteLength = staleAt + staleBytes;
    invariant(
      byteOffset % 8 === 0 && byteOffset + byteLength <= memory.bytes.length,
      `BUG: no room for a chunk of ${byteLength} bytes at ${byteOffset} of ${memory.bytes.length}`,
    );
    const flags =
      (values.hasReset ? CHUNK_HAS_RESET : 0) |
      (values.staleCount > 0 ? CHUNK_HAS_STALE : 0) |
      (times.regular ? CHUNK_IS_REGULAR : 0);
    const { u32, f64 } = memory;
    const word = byteOffset >>> 2;
    const double = byteOffset >>> 3;
    u32[word] = byteLength;
    u32[word + 1] = values.count;
    u32[word + 2] = flags | (valueCodec.id << 8) | (timeCodec.id << 16);
    u32[word + 3] = staleBytes > 0 ? staleAt : 0;
    f64[double + 2] = times.startMs;
    f64[double + 3] = times.endMs;
    f64[double + 4] = times.stepMs;
    f64[double + 5] = values.min;
    f64[double + 6] = values.max;
    f64[double + 7] = values.sum;
    u32[word + 16] = values.firstLow;
    u32[word + 17] = values.firstHigh;
    u32[word + 18] = values.lastLow;
    u32[word + 19] = values.lastHigh;
    u32[word + 20] = timesAt;
    u32[word + 21] = 0;
    valueCodec.write(values, memory, byteOffset + HEADER_BYTES);
    timeCodec.write(times, memory, byteOffset + timesAt);
    if (staleBytes > 0) writeStaleBitmap(values, memory, byteOffset + staleAt, staleBytes);
    return byteLength;
  }

  #staleBytes(): number {
    return this.#values.staleCount === 0 ? 0 : padded(Math.ceil(this.#values.count / 8));
  }
}

function writeStaleBitmap(values: ValueColumn, memory: ChunkMemory, at: number, bytes: number): void {
  memory.u32.fill(0, at >>> 2, (at + bytes) >>> 2);
  for (let i = 0; i < values.count; i++) {
    if (values.isStale(i)) memory.u32[(at >>> 2) + (i >>> 5)] |= 1 << (i & 31);
  }
}
