/** The start timestamps of a series' samples (layout.ts): a side list, so that series without any never pay for it. */
import type { SampleBuffer } from '@chimera/tsdb-storage';
import { f64Index, type HeapView, wordIndex } from './heap-view.ts';
import { START_ENTRY_BYTES, START_LIST_HEADER_BYTES } from './layout.ts';

const ENTRY_F64 = START_ENTRY_BYTES / 8;
const HEADER_F64 = START_LIST_HEADER_BYTES / 8;

export function startCount(view: HeapView, list: number): number {
  return list === 0 ? 0 : Atomics.load(view.memory(list).i32, wordIndex(list));
}

/** Time of the sample of an entry. */
export function startEntryTime(view: HeapView, list: number, index: number): number {
  return view.memory(list).f64[f64Index(list) + HEADER_F64 + index * ENTRY_F64] as number;
}

/** The start timestamp of an entry. */
export function startEntryValue(view: HeapView, list: number, index: number): number {
  return view.memory(list).f64[f64Index(list) + HEADER_F64 + index * ENTRY_F64 + 1] as number;
}

export function writeStartEntry(view: HeapView, list: number, index: number, timeMs: number, startMs: number): void {
  const { f64 } = view.memory(list);
  const at = f64Index(list) + HEADER_F64 + index * ENTRY_F64;
  f64[at] = timeMs;
  f64[at + 1] = startMs;
}

/** The first entry at or after a time. */
export function firstStartFrom(view: HeapView, list: number, timeMs: number): number {
  let low = 0;
  let high = startCount(view, list);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startEntryTime(view, list, middle) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sets the start timestamps of the samples that `out` holds; leaves `out` alone when none of them has one. */
export function readStarts(view: HeapView, list: number, out: SampleBuffer): void {
  const { timestamps, count } = out;
  if (count === 0) return;
  const entries = startCount(view, list);
  let entry = firstStartFrom(view, list, timestamps[0] as number);
  let starts: Float64Array | null = null;
  for (let i = 0; i < count && entry < entries; i++) {
    const t = timestamps[i] as number;
    while (entry < entries && startEntryTime(view, list, entry) < t) entry++;
    if (entry === entries || startEntryTime(view, list, entry) !== t) continue;
    starts ??= new Float64Array(timestamps.length);
    starts[i] = startEntryValue(view, list, entry);
  }
  out.startTimestamps = starts;
}
