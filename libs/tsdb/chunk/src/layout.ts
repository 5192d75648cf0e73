/**
 * The byte layout of a sealed chunk: an immutable, self-contained region, 8-byte aligned, little-endian.
 *
 *     offset  type  field
 *          0  u32   byteLength: of the whole chunk, a multiple of 8
 *          4  u32   count: samples, at least 1
 *          8  u32   flags | value encoding << 8 | time encoding << 16
 *         12  u32   stale: offset of the stale bitmap from the chunk's start, 0 when there is none
 *         16  f64   minTime, Unix ms (the first sample's)
 *         24  f64   maxTime, Unix ms (the last sample's)
 *         32  f64   step, ms: sample i lies at minTime + i * step, exactly (regular) or nearly
 *         40  f64   min of the values that are neither stale nor NaN; NaN when there is none
 *         48  f64   max of the same
 *         56  f64   sum of the values that are not stale, added in order
 *         64  f64   first value that is not a stale marker, bit for bit; NaN when there is none
 *         72  f64   last value that is not a stale marker, bit for bit; NaN when there is none
 *         80  u32   times: offset of the time payload from the chunk's start (its length may be 0)
 *         84  u32   0
 *         88        value payload, as the value encoding says
 *      times        time payload, as the time encoding says
 *      stale        one bit per sample, u32 words, lowest bit first: 1 = stale marker
 *
 * Each part is padded to 8 bytes. Payloads are described in the file of their codec.
 */
import type { ChunkMemory } from './chunk-memory.ts';

export const HEADER_BYTES = 88;

/** Bits of {@link chunkFlags}. */
export const CHUNK_HAS_RESET = 1;
export const CHUNK_HAS_STALE = 2;
export const CHUNK_IS_REGULAR = 4;

/** Bytes up to the next multiple of 8. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Length of the whole chunk in bytes; the next chunk of a packed segment starts there. */
export function chunkByteLength(memory: ChunkMemory, at: number): number {
  return memory.u32[at >>> 2];
}

/** Number of samples, stale markers included. */
export function chunkCount(memory: ChunkMemory, at: number): number {
  return memory.u32[(at >>> 2) + 1];
}

/**
 * {@link CHUNK_HAS_RESET}: some value is below its predecessor (stale markers skipped). {@link CHUNK_HAS_STALE}.
 * {@link CHUNK_IS_REGULAR}: sample i lies exactly at minTime + i * step.
 */
export function chunkFlags(memory: ChunkMemory, at: number): number {
  return memory.u32[(at >>> 2) + 2] & 0xff;
}

export function valueEncodingId(memory: ChunkMemory, at: number): number {
  return (memory.u32[(at >>> 2) + 2] >>> 8) & 0xff;
}

export function timeEncodingId(memory: ChunkMemory, at: number): number {
  return (memory.u32[(at >>> 2) + 2] >>> 16) & 0xff;
}

/** Absolute byte offset of the stale bitmap; meaningful only with {@link CHUNK_HAS_STALE}. */
export function staleBitmapAt(memory: ChunkMemory, at: number): number {
  return at + memory.u32[(at >>> 2) + 3];
}

/** Absolute byte offset of the time payload. */
export function timePayloadAt(memory: ChunkMemory, at: number): number {
  return at + memory.u32[(at >>> 2) + 20];
}

/** Time of the first sample, Unix ms. */
export function chunkMinTime(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 2];
}

/** Time of the last sample, Unix ms. */
export function chunkMaxTime(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 3];
}

/** Distance of samples, ms: exact for regular chunks, else the rounded mean. 0 for a chunk of one sample. */
export function chunkStep(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 4];
}

/** Smallest value that is neither stale nor NaN; NaN when there is none. */
export function chunkMinValue(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 5];
}

/** Largest value that is neither stale nor NaN; NaN when there is none. */
export function chunkMaxValue(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 6];
}

/** Plain sum, in order, of the values that are not stale. */
export function chunkSum(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 7];
}

/** First value that is not a stale marker; NaN when all are. */
export function chunkFirstValue(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 8];
}

/** Last value that is not a stale marker; NaN when all are. */
export function chunkLastValue(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 9];
}
