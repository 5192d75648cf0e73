/** Pointers to memory: the segments that a thread knows (layout.ts), and how it learns of new ones. */

import { invariant } from '@chimera/errors';
import { type ChunkMemory, createChunkMemory } from '@chimera/tsdb-chunk';
import { SEGMENT_SHIFT, UNIT_MASK } from './layout.ts';

export class HeapView {
  readonly #segments: ChunkMemory[] = [];
  readonly #fetch: ((view: HeapView) => void) | null;

  /** `fetch` is called when a pointer names a segment that is not here yet; it must call {@link addSegment}. */
  constructor(fetch: ((view: HeapView) => void) | null = null) {
    this.#fetch = fetch;
  }

  get segmentCount(): number {
    return this.#segments.length;
  }

  addSegment(segment: number, buffer: SharedArrayBuffer): void {
    if (segment < this.#segments.length) return;
    invariant(segment === this.#segments.length, `BUG: segment ${segment} after ${this.#segments.length} segments`);
    this.#segments.push(createChunkMemory(buffer));
  }

  /** The views over the segment that `pointer` lies in. */
  memory(pointer: number): ChunkMemory {
    return this.#segments[pointer >>> SEGMENT_SHIFT] ?? this.#missing(pointer);
  }

  #missing(pointer: number): ChunkMemory {
    this.#fetch?.(this);
    const memory = this.#segments[pointer >>> SEGMENT_SHIFT];
    invariant(
      memory !== undefined,
      `BUG: pointer ${pointer} into segment ${pointer >>> SEGMENT_SHIFT}, which is unknown`,
    );
    return memory;
  }
}

/** Byte offset of a pointer in its segment. */
export function byteOffset(pointer: number): number {
  return (pointer & UNIT_MASK) * 8;
}

/** Index of a pointer in the f64 view of its segment. */
export function f64Index(pointer: number): number {
  return pointer & UNIT_MASK;
}

/** Index of a pointer in the u32 and i32 views of its segment. */
export function wordIndex(pointer: number): number {
  return (pointer & UNIT_MASK) << 1;
}
