/** One segment of chunk memory, seen through every width that the codecs read: views over the same whole buffer. */
export type ChunkMemory = {
  readonly bytes: Uint8Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
};

/** Views over one segment; its length must be a multiple of 8. Shared buffers are fine: a sealed chunk never changes. */
export function createChunkMemory(buffer: ArrayBufferLike): ChunkMemory {
  return {
    bytes: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
