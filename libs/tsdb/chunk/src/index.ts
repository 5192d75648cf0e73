/** Sealed chunks of float samples: immutable byte regions in (shared) memory, narrow and bit-exact. */
export { ChunkEncoder } from './chunk-encoder.ts';
export { type ChunkMemory, createChunkMemory } from './chunk-memory.ts';
export { chunkEncoding, decodeChunk, findSample, isStaleIndex, timestampAt, valueAt } from './decode-chunk.ts';
export {
  CHUNK_HAS_RESET,
  CHUNK_HAS_STALE,
  CHUNK_IS_REGULAR,
  chunkByteLength,
  chunkCount,
  chunkFirstValue,
  chunkFlags,
  chunkLastValue,
  chunkMaxTime,
  chunkMaxValue,
  chunkMinTime,
  chunkMinValue,
  chunkStep,
  chunkSum,
} from './layout.ts';
