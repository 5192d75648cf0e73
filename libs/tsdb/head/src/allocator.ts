/**
 * The writer's allocator: two-level segregated fit over the blocks of layout.ts. Constant time, splits and coalesces, so
 * that memory freed by retention and by the cap is used again whatever the sizes; free lists live in the free blocks.
 */
import { invariant } from '@chimera/errors';
import type { HeapView } from './heap-view.ts';
import { CONTROL_BYTES, MAX_OBJECT_BYTES, MAX_SEGMENTS, SEGMENT_BYTES, SEGMENT_SHIFT, UNIT_MASK } from './layout.ts';

const SMALL_CLASSES = 32;
const CLASSES = SMALL_CLASSES + 16 * (SEGMENT_SHIFT + 1 - 5);
const SEGMENT_UNITS = 1 << SEGMENT_SHIFT;
const MIN_UNITS = 2;

export class Allocator {
  readonly #view: HeapView;
  readonly #announce: (segment: number, buffer: SharedArrayBuffer) => void;
  /** First free block (its payload pointer) per class; 0: none. */
  readonly #heads = new Uint32Array(CLASSES);
  /** One bit per class with a free block. */
  readonly #bitmap = new Uint32Array(Math.ceil(CLASSES / 32));
  #usedUnits = 0;

  /** `announce` tells readers of a new segment, before this class hands out memory in it. */
  constructor(view: HeapView, announce: (segment: number, buffer: SharedArrayBuffer) => void) {
    this.#view = view;
    this.#announce = announce;
  }

  /** Bytes in used blocks, headers included. */
  get usedBytes(): number {
    return this.#usedUnits * 8;
  }

  /** Bytes of all segments. */
  get totalBytes(): number {
    return this.#view.segmentCount * SEGMENT_BYTES;
  }

  /** A pointer to at least `bytes` bytes of undefined content, 8-byte aligned; 0 when no segment has room. */
  tryAllocate(bytes: number): number {
    invariant(bytes > 0 && bytes <= MAX_OBJECT_BYTES, `BUG: allocation of ${bytes} bytes; at most ${MAX_OBJECT_BYTES}`);
    const units = unitsFor(bytes);
    const found = this.#findClass(searchClass(units));
    if (found < 0) return 0;
    const pointer = this.#heads[found] as number;
    this.#unlink(pointer, found);
    const { u32 } = this.#view.memory(pointer);
    const at = headerIndex(pointer);
    const size = (u32[at] as number) >>> 1;
    const rest = size - units;
    if (rest >= MIN_UNITS) {
      u32[at] = units << 1;
      this.#makeFree(pointer + units, rest, units);
      this.#usedUnits += units;
    } else {
      u32[at] = size << 1;
      this.#usedUnits += size;
    }
    return pointer;
  }

  /** Adds a segment. False when the address space is used up. */
  addSegment(): boolean {
    const segment = this.#view.segmentCount;
    if (segment >= MAX_SEGMENTS) return false;
    const buffer = new SharedArrayBuffer(SEGMENT_BYTES);
    this.#view.addSegment(segment, buffer);
    this.#announce(segment, buffer);
    const start = segment === 0 ? CONTROL_BYTES / 8 : 0;
    this.#makeFree(segment * SEGMENT_UNITS + start + 1, SEGMENT_UNITS - start, 0);
    return true;
  }

  /** Bytes that the block of `pointer` takes, header included. */
  sizeOf(pointer: number): number {
    return ((this.#view.memory(pointer).u32[headerIndex(pointer)] as number) >>> 1) * 8;
  }

  /** Gives a block back, merged with free neighbours. */
  free(pointer: number): void {
    const { u32 } = this.#view.memory(pointer);
    const at = headerIndex(pointer);
    const head = u32[at] as number;
    invariant((head & 1) === 0, `BUG: pointer ${pointer} is freed twice`);
    let start = pointer;
    let units = head >>> 1;
    let before = u32[at + 1] as number;
    this.#usedUnits -= units;
    const next = pointer + units;
    if (((next - 1) & UNIT_MASK) !== 0) {
      const nextHead = u32[headerIndex(next)] as number;
      if ((nextHead & 1) === 1) {
        this.#unlink(next, classOf(nextHead >>> 1));
        units += nextHead >>> 1;
      }
    }
    if (before !== 0) {
      const previous = pointer - before;
      const previousAt = headerIndex(previous);
      const previousHead = u32[previousAt] as number;
      if ((previousHead & 1) === 1) {
        this.#unlink(previous, classOf(previousHead >>> 1));
        start = previous;
        units += previousHead >>> 1;
        before = u32[previousAt + 1] as number;
      }
    }
    this.#makeFree(start, units, before);
  }

  /** Writes a free block's header, tells the next block its size, and links it. */
  #makeFree(pointer: number, units: number, unitsBefore: number): void {
    const { u32 } = this.#view.memory(pointer);
    const at = headerIndex(pointer);
    u32[at] = (units << 1) | 1;
    u32[at + 1] = unitsBefore;
    const next = pointer + units;
    if (((next - 1) & UNIT_MASK) !== 0) u32[headerIndex(next) + 1] = units;
    const sizeClass = classOf(units);
    const head = this.#heads[sizeClass] as number;
    u32[at + 2] = head;
    u32[at + 3] = 0;
    if (head !== 0) this.#view.memory(head).u32[headerIndex(head) + 3] = pointer;
    this.#heads[sizeClass] = pointer;
    this.#bitmap[sizeClass >>> 5] = (this.#bitmap[sizeClass >>> 5] as number) | (1 << (sizeClass & 31));
  }

  #unlink(pointer: number, sizeClass: number): void {
    const { u32 } = this.#view.memory(pointer);
    const at = headerIndex(pointer);
    const next = u32[at + 2] as number;
    const previous = u32[at + 3] as number;
    if (next !== 0) this.#view.memory(next).u32[headerIndex(next) + 3] = previous;
    if (previous !== 0) {
      this.#view.memory(previous).u32[headerIndex(previous) + 2] = next;
      return;
    }
    this.#heads[sizeClass] = next;
    if (next === 0) {
      this.#bitmap[sizeClass >>> 5] = (this.#bitmap[sizeClass >>> 5] as number) & ~(1 << (sizeClass & 31));
    }
  }

  /** The smallest class of at least `from` that has a free block; -1: none. */
  #findClass(from: number): number {
    let word = from >>> 5;
    let bits = (this.#bitmap[word] ?? 0) & (-1 << (from & 31));
    while (bits === 0) {
      word++;
      if (word >= this.#bitmap.length) return -1;
      bits = this.#bitmap[word] as number;
    }
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }
}

function unitsFor(bytes: number): number {
  return Math.max(MIN_UNITS, ((bytes + 7) >>> 3) + 1);
}

/** Index of the block's header in the u32 view: one unit before the payload. */
function headerIndex(pointer: number): number {
  return ((pointer & UNIT_MASK) - 1) << 1;
}

/** The class whose list holds free blocks of this size. */
function classOf(units: number): number {
  if (units < SMALL_CLASSES) return units;
  const log = 31 - Math.clz32(units);
  return SMALL_CLASSES + (log - 5) * 16 + ((units >>> (log - 4)) & 15);
}

/** The smallest class all of whose blocks are at least this large. */
function searchClass(units: number): number {
  if (units < SMALL_CLASSES) return units;
  const log = 31 - Math.clz32(units);
  return classOf(units + (1 << (log - 4)) - 1);
}
