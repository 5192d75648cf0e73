/** The contract of a value encoding: one file in `codecs/`, one line in `value-codecs.ts`. */
import type { ChunkMemory } from './chunk-memory.ts';
import type { ValueColumn } from './value-column.ts';

export type ValueCodec = {
  /** Written into the header: never reuse or renumber. 0 to 255. */
  readonly id: number;
  readonly name: string;
  /**
   * Bytes of the payload (a multiple of 8), or Infinity when the column cannot be held bit for bit. `best` is the
   * smallest size so far: a codec that cannot beat it may answer Infinity without looking further.
   */
  size(column: ValueColumn, best: number): number;
  /** Writes the payload that `size` just measured at byte `at`. */
  write(column: ValueColumn, memory: ChunkMemory, at: number): void;
  /**
   * Writes values `from` to `to` (excluded) of the payload at byte `at` to `out` from `outIndex` on. What it writes for
   * a stale sample is any number: the caller overwrites it.
   */
  decode(
    memory: ChunkMemory,
    at: number,
    count: number,
    from: number,
    to: number,
    out: Float64Array,
    outIndex: number,
  ): void;
  /** The value at one index. */
  valueAt(memory: ChunkMemory, at: number, count: number, index: number): number;
};
