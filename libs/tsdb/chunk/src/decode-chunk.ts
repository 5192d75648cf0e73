/** Reads the samples of a sealed chunk: ranges into columns, single ones, and the search by time. */
import { invariant } from '@chimera/errors';
import type { ChunkMemory } from './chunk-memory.ts';
import {
  CHUNK_HAS_STALE,
  CHUNK_IS_REGULAR,
  chunkCount,
  chunkFlags,
  chunkMaxTime,
  chunkMinTime,
  chunkStep,
  HEADER_BYTES,
  staleBitmapAt,
  timeEncodingId,
  valueEncodingId,
} from './layout.ts';
import { timeCodec } from './time-codecs.ts';
import { valueCodec } from './value-codecs.ts';

/**
 * Writes samples `fromIndex` to `toIndex` (excluded) of the chunk at byte `at` to the columns from `outIndex` on. Only a
 * chunk with CHUNK_HAS_STALE touches `staleOut` (null: not wanted): it writes 0 or 1 for each sample; the value of a stale
 * sample is NaN. `timestampsOut` may be null when times are not wanted. Returns the number of samples.
 */
export function decodeChunk(
  memory: ChunkMemory,
  at: number,
  fromIndex: number,
  toIndex: number,
  timestampsOut: Float64Array | null,
  valuesOut: Float64Array,
  staleOut: Uint8Array | null,
  outIndex: number,
): number {
  const count = chunkCount(memory, at);
  const length = toIndex - fromIndex;
  if (fromIndex < 0 || toIndex > count) {
    invariant(false, `BUG: samples ${fromIndex} to ${toIndex} of a chunk that has ${count}`);
  }
  if (length <= 0) return 0;
  if (outIndex + length > valuesOut.length) {
    invariant(false, `BUG: ${length} samples at ${outIndex} of ${valuesOut.length}`);
  }
  if (timestampsOut !== null) {
    timeCodec(timeEncodingId(memory, at)).decode(memory, at, fromIndex, toIndex, timestampsOut, outIndex);
  }
  const codec = valueCodec(valueEncodingId(memory, at));
  codec.decode(memory, at + HEADER_BYTES, count, fromIndex, toIndex, valuesOut, outIndex);
  if ((chunkFlags(memory, at) & CHUNK_HAS_STALE) !== 0) {
    decodeStale(memory, at, fromIndex, toIndex, valuesOut, staleOut, outIndex);
  }
  return length;
}

/** The slow path of {@link decodeChunk}. */
function decodeStale(
  memory: ChunkMemory,
  at: number,
  from: number,
  to: number,
  valuesOut: Float64Array,
  staleOut: Uint8Array | null,
  outIndex: number,
): void {
  const shift = outIndex - from;
  for (let i = from; i < to; i++) {
    const stale = staleBit(memory, at, i);
    if (staleOut !== null) staleOut[i + shift] = stale;
    if (stale === 1) valuesOut[i + shift] = NaN;
  }
}

function staleBit(memory: ChunkMemory, at: number, index: number): number {
  return (memory.u32[(staleBitmapAt(memory, at) >>> 2) + (index >>> 5)] >>> (index & 31)) & 1;
}

/** Whether sample `index` is a stale marker. */
export function isStaleIndex(memory: ChunkMemory, at: number, index: number): boolean {
  return (chunkFlags(memory, at) & CHUNK_HAS_STALE) !== 0 && staleBit(memory, at, index) === 1;
}

/** The value of sample `index`; NaN when it is a stale marker. */
export function valueAt(memory: ChunkMemory, at: number, index: number): number {
  if (isStaleIndex(memory, at, index)) return NaN;
  const codec = valueCodec(valueEncodingId(memory, at));
  return codec.valueAt(memory, at + HEADER_BYTES, chunkCount(memory, at), index);
}

/** Unix ms of sample `index`. */
export function timestampAt(memory: ChunkMemory, at: number, index: number): number {
  return timeCodec(timeEncodingId(memory, at)).timestampAt(memory, at, index);
}

/** Index of the newest sample at or before `tMs`; -1 when all are later. */
export function findSample(memory: ChunkMemory, at: number, tMs: number): number {
  const start = chunkMinTime(memory, at);
  if (tMs < start) return -1;
  const last = chunkCount(memory, at) - 1;
  if (tMs >= chunkMaxTime(memory, at)) return last;
  const step = chunkStep(memory, at);
  if ((chunkFlags(memory, at) & CHUNK_IS_REGULAR) !== 0) return Math.floor((tMs - start) / step);
  const codec = timeCodec(timeEncodingId(memory, at));
  const { min, max } = codec.slack(memory, at);
  let low = Math.max(0, Math.floor((tMs - start - max) / step));
  let high = Math.min(last - 1, Math.ceil((tMs - start - min) / step));
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (codec.timestampAt(memory, at, middle) <= tMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Names of the encodings that the chunk uses, for statistics and tests. */
export function chunkEncoding(memory: ChunkMemory, at: number): { readonly times: string; readonly values: string } {
  return {
    times: timeCodec(timeEncodingId(memory, at)).name,
    values: valueCodec(valueEncodingId(memory, at)).name,
  };
}
