/** The contract of a time encoding: sample i lies at minTime + i * step + bias + lane, with lanes of some width. */
import type { ChunkMemory } from './chunk-memory.ts';
import type { TimeColumn } from './time-column.ts';

/** `at` is the chunk's byte offset: times need the header as well as their payload. */
export type TimeCodec = {
  /** Written into the header: never reuse or renumber. 0 to 255. */
  readonly id: number;
  readonly name: string;
  /** Bytes of the payload (a multiple of 8), or Infinity when it cannot hold the column. */
  size(column: TimeColumn): number;
  /** Writes the payload at byte `payloadAt`. */
  write(column: TimeColumn, memory: ChunkMemory, payloadAt: number): void;
  decode(memory: ChunkMemory, at: number, from: number, to: number, out: Float64Array, outIndex: number): void;
  timestampAt(memory: ChunkMemory, at: number, index: number): number;
  /** How far a sample may lie from its regular place, ms: bounds the search for a time. */
  slack(memory: ChunkMemory, at: number): { readonly min: number; readonly max: number };
};
