/** The chunk directory of a series (layout.ts): which sealed chunks it has, ascending in time. */
import { chunkCount, chunkMaxTime, chunkMinTime } from '@chimera/tsdb-chunk';
import type { Heap } from './heap.ts';
import { byteOffset, f64Index, type HeapView, wordIndex } from './heap-view.ts';
import { DIRECTORY_ENTRY_BYTES, DIRECTORY_HEADER_BYTES } from './layout.ts';

const ENTRY_F64 = DIRECTORY_ENTRY_BYTES / 8;
const HEADER_F64 = DIRECTORY_HEADER_BYTES / 8;

export function createDirectory(heap: Heap, capacity: number): number {
  const pointer = heap.allocate('directories', DIRECTORY_HEADER_BYTES + capacity * DIRECTORY_ENTRY_BYTES);
  const { u32 } = heap.view.memory(pointer);
  u32[wordIndex(pointer)] = capacity;
  u32[wordIndex(pointer) + 1] = 0;
  return pointer;
}

export function directoryCapacity(view: HeapView, directory: number): number {
  return directory === 0 ? 0 : (view.memory(directory).u32[wordIndex(directory)] as number);
}

/** Writes entry `index` from the chunk's own header. */
export function writeEntry(view: HeapView, directory: number, index: number, chunk: number): void {
  const memory = view.memory(chunk);
  const at = byteOffset(chunk);
  const { f64, u32 } = view.memory(directory);
  const entry = f64Index(directory) + HEADER_F64 + index * ENTRY_F64;
  f64[entry] = chunkMinTime(memory, at);
  f64[entry + 1] = chunkMaxTime(memory, at);
  u32[2 * entry + 4] = chunk;
  u32[2 * entry + 5] = chunkCount(memory, at);
}

/** Copies entries `from` to `to` (excluded) to `target`, starting at its entry `at`. */
export function copyEntries(
  view: HeapView,
  source: number,
  from: number,
  to: number,
  target: number,
  at: number,
): void {
  if (to <= from) return;
  const start = f64Index(source) + HEADER_F64;
  // Bytes, not numbers: the pointers may look like NaNs.
  const bytes = view.memory(source).bytes.subarray(8 * (start + from * ENTRY_F64), 8 * (start + to * ENTRY_F64));
  view.memory(target).bytes.set(bytes, 8 * (f64Index(target) + HEADER_F64 + at * ENTRY_F64));
}

export function entryMinTime(view: HeapView, directory: number, index: number): number {
  return view.memory(directory).f64[f64Index(directory) + HEADER_F64 + index * ENTRY_F64] as number;
}

export function entryMaxTime(view: HeapView, directory: number, index: number): number {
  return view.memory(directory).f64[f64Index(directory) + HEADER_F64 + index * ENTRY_F64 + 1] as number;
}

/** Pointer to the chunk. */
export function entryChunk(view: HeapView, directory: number, index: number): number {
  return view.memory(directory).u32[2 * (f64Index(directory) + HEADER_F64 + index * ENTRY_F64) + 4] as number;
}

export function entrySamples(view: HeapView, directory: number, index: number): number {
  return view.memory(directory).u32[2 * (f64Index(directory) + HEADER_F64 + index * ENTRY_F64) + 5] as number;
}

/** The first entry in [first, end) whose last sample is at or after `timeMs`; `end` when there is none. */
export function firstEntryReaching(
  view: HeapView,
  directory: number,
  first: number,
  end: number,
  timeMs: number,
): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entryMaxTime(view, directory, middle) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
