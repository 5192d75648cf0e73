/** The open chunk of a series (layout.ts): plain values that grow at the end, timestamps elided while they are regular. */
import type { ChunkMemory } from '@chimera/tsdb-chunk';
import { STALE_NAN_HIGH, STALE_NAN_LOW } from '@chimera/tsdb-model';
import type { Heap } from './heap.ts';
import { f64Index, type HeapView, wordIndex } from './heap-view.ts';
import { OPEN_FLAG_OFFSETS, OPEN_HEADER_BYTES } from './layout.ts';
import type { SampleColumns } from './sample-columns.ts';

/** Indices of words and floats in an open chunk's header. */
export const OPEN_COUNT = 0;
export const OPEN_CAPACITY = 1;
export const OPEN_FLAGS = 6;
export const OPEN_BASE_F64 = 1;
export const OPEN_STEP_F64 = 2;
export const OPEN_VALUES_F64 = OPEN_HEADER_BYTES / 8;

/** Capacity of the first open chunk of a series; it doubles up to the largest. */
export const MIN_OPEN_SAMPLES = 16;
/** Samples of an open chunk, at most. */
export const MAX_OPEN_SAMPLES = 128;
/** The largest distance of a sample from the first one of its open chunk. */
export const MAX_OFFSET_MS = 0xffffffff;

/** An empty open chunk whose first sample will be at `baseMs`. Capacity: a multiple of 2. */
export function createOpenChunk(heap: Heap, capacity: number, baseMs: number, offsets: boolean): number {
  const pointer = heap.allocate('open', OPEN_HEADER_BYTES + capacity * (offsets ? 12 : 8));
  const { i32, u32, f64 } = heap.view.memory(pointer);
  const word = wordIndex(pointer);
  const float = f64Index(pointer);
  i32[word + OPEN_COUNT] = 0;
  u32[word + OPEN_CAPACITY] = capacity;
  f64[float + OPEN_BASE_F64] = baseMs;
  f64[float + OPEN_STEP_F64] = 0;
  u32[word + OPEN_FLAGS] = offsets ? OPEN_FLAG_OFFSETS : 0;
  u32[word + OPEN_FLAGS + 1] = 0;
  return pointer;
}

/** Index in the u32 view of the offsets of an open chunk. */
export function openOffsetsIndex(memory: ChunkMemory, pointer: number): number {
  const word = wordIndex(pointer);
  return word + OPEN_HEADER_BYTES / 4 + 2 * (memory.u32[word + OPEN_CAPACITY] as number);
}

/** Samples that are there at least; 0 for the null pointer. */
export function openCount(view: HeapView, pointer: number): number {
  return pointer === 0 ? 0 : Atomics.load(view.memory(pointer).i32, wordIndex(pointer) + OPEN_COUNT);
}

/** Time of sample `index`, Unix ms. */
export function openTimeAt(view: HeapView, pointer: number, index: number): number {
  const memory = view.memory(pointer);
  const base = memory.f64[f64Index(pointer) + OPEN_BASE_F64] as number;
  if (index === 0) return base;
  if (((memory.u32[wordIndex(pointer) + OPEN_FLAGS] as number) & OPEN_FLAG_OFFSETS) !== 0) {
    return base + (memory.u32[openOffsetsIndex(memory, pointer) + index] as number);
  }
  return base + index * (memory.f64[f64Index(pointer) + OPEN_STEP_F64] as number);
}

/** Value of sample `index`; for a stale marker some NaN. */
export function openValueAt(view: HeapView, pointer: number, index: number): number {
  return view.memory(pointer).f64[f64Index(pointer) + OPEN_VALUES_F64 + index] as number;
}

export function openIsStaleAt(view: HeapView, pointer: number, index: number): boolean {
  const { u32 } = view.memory(pointer);
  const word = wordIndex(pointer) + OPEN_HEADER_BYTES / 4 + 2 * index;
  return u32[word] === STALE_NAN_LOW && u32[word + 1] === STALE_NAN_HIGH;
}

/** Index of the newest of the first `count` samples at or before `timeMs`; -1 when there is none. */
export function findInOpen(view: HeapView, pointer: number, count: number, timeMs: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (openTimeAt(view, pointer, middle) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Appends samples `from` to `to` (excluded) to `out`, stale markers by their bits. */
export function copyOpen(view: HeapView, pointer: number, from: number, to: number, out: SampleColumns): void {
  if (to <= from) return;
  out.reserve(out.count + to - from);
  const memory = view.memory(pointer);
  const { f64, u32 } = memory;
  const float = f64Index(pointer);
  const start = float + OPEN_VALUES_F64;
  const { timestamps } = out;
  out.values.set(f64.subarray(start + from, start + to), out.count);
  const base = f64[float + OPEN_BASE_F64] as number;
  const shift = out.count - from;
  if (((u32[wordIndex(pointer) + OPEN_FLAGS] as number) & OPEN_FLAG_OFFSETS) !== 0) {
    const offsets = openOffsetsIndex(memory, pointer);
    for (let i = from; i < to; i++) timestamps[i + shift] = base + (u32[offsets + i] as number);
  } else {
    const step = f64[float + OPEN_STEP_F64] as number;
    for (let i = from; i < to; i++) timestamps[i + shift] = base + i * step;
  }
  out.count += to - from;
}
