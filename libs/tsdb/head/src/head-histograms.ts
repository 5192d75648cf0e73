/** Appending and dropping native histogram samples: correct and simple; the float path only asks whether there are any. */
import type { Histogram } from '@chimera/tsdb-model';
import { type AppendCounts, storedHint, withHint } from '@chimera/tsdb-storage';
import type { HeadState } from './head-state.ts';
import { byteOffset, wordIndex } from './heap-view.ts';
import { forgetNotReset, histogramBytes, readHistogram, writeHistogram } from './histogram-codec.ts';
import {
  firstHistogramFrom,
  histogramCount,
  histogramPointerAt,
  histogramTimeAt,
  writeHistogramEntry,
} from './histogram-list.ts';
import { HISTOGRAM_ENTRY_BYTES, HISTOGRAM_LIST_HEADER_BYTES, MAX_OBJECT_BYTES, RECORD } from './layout.ts';

/** Entries of a list, at most. */
const MAX_ENTRIES = Math.floor((MAX_OBJECT_BYTES - HISTOGRAM_LIST_HEADER_BYTES) / HISTOGRAM_ENTRY_BYTES);

/** Whether the series has a histogram at this time. */
export function hasHistogramAt(state: HeadState, slot: number, timeMs: number): boolean {
  const list = state.series.field(slot, RECORD.histograms);
  if (list === 0) return false;
  const { view } = state.heap;
  const index = firstHistogramFrom(view, list, timeMs);
  return index < histogramCount(view, list) && histogramTimeAt(view, list, index) === timeMs;
}

/** Appends one histogram whose time is within bounds and not that of a float sample; counts it. */
export function appendHistogramSample(
  state: HeadState,
  slot: number,
  timeMs: number,
  histogram: Histogram,
  counts: AppendCounts,
): void {
  const { heap, series, limits, totals } = state;
  const { view } = heap;
  dropWhenFull(state, slot);
  const list = series.field(slot, RECORD.histograms);
  const count = histogramCount(view, list);
  const index = list === 0 ? 0 : firstHistogramFrom(view, list, timeMs);
  const known = index < count && histogramTimeAt(view, list, index) === timeMs;
  const behindMs = count === 0 ? 0 : histogramTimeAt(view, list, count - 1) - timeMs;
  if (!known && behindMs > limits.outOfOrderWindowMs) {
    counts.reject({
      reason: 'out_of_order',
      message: `histogram at ${timeMs} is ${behindMs} ms older than the newest of its series; send samples in order`,
    });
    return;
  }
  const pointer = heap.allocate('histograms', histogramBytes(histogram));
  const hint = known
    ? readHistogram(view, histogramPointerAt(view, list, index)).counterResetHint
    : storedHint(histogram, previousHistogram(state, slot, index));
  writeHistogram(view, pointer, withHint(histogram, hint));
  if (known) {
    const same = equalBytes(state, pointer, histogramPointerAt(view, list, index), histogramBytes(histogram));
    heap.discard('histograms', pointer);
    if (same) counts.accepted++;
    else {
      counts.reject({
        reason: 'duplicate_timestamp',
        message: `histogram at ${timeMs} differs from the one stored at that time; the stored one stays`,
      });
    }
    return;
  }
  const capacity = list === 0 ? 0 : (view.memory(list).u32[wordIndex(list) + 1] as number);
  if (index === count && count < capacity) {
    writeHistogramEntry(view, list, count, timeMs, pointer);
    Atomics.store(view.memory(list).i32, wordIndex(list), count + 1);
  } else {
    const copy = createList(state, Math.min(MAX_ENTRIES, Math.max(4, 2 * (count + 1))));
    copyEntries(state, list, 0, index, copy, 0);
    writeHistogramEntry(view, copy, index, timeMs, pointer);
    copyEntries(state, list, index, count, copy, index + 1);
    publishList(state, slot, copy, count + 1);
    // What the next one says was said of the one that came before it until now.
    if (index < count) forgetNotReset(view, histogramPointerAt(view, copy, index + 1));
  }
  totals.samplesStored++;
  totals.samplesAppended++;
  counts.accepted++;
}

/** The histogram before entry `index`; null when there is none, or floats are newer than it. */
function previousHistogram({ heap, series }: HeadState, slot: number, index: number): Histogram | null {
  if (index === 0) return null;
  const list = series.field(slot, RECORD.histograms);
  const timeMs = histogramTimeAt(heap.view, list, index - 1);
  if ((series.lastTime[slot] as number) > timeMs) return null;
  return readHistogram(heap.view, histogramPointerAt(heap.view, list, index - 1));
}

/** Drops the histograms before a time; returns how many. */
export function dropHistogramsBefore(state: HeadState, slot: number, cutoffMs: number): number {
  const { heap, series, totals } = state;
  const list = series.field(slot, RECORD.histograms);
  if (list === 0) return 0;
  const gone = firstHistogramFrom(heap.view, list, cutoffMs);
  if (gone === 0) return 0;
  const count = histogramCount(heap.view, list);
  const pointers = Array.from({ length: gone }, (_, i) => histogramPointerAt(heap.view, list, i));
  if (gone === count) {
    publishList(state, slot, 0, 0);
  } else {
    const copy = createList(state, count - gone + 4);
    copyEntries(state, list, gone, count, copy, 0);
    publishList(state, slot, copy, count - gone);
  }
  for (const pointer of pointers) heap.retire('histograms', pointer);
  totals.samplesStored -= gone;
  return gone;
}

/** Makes room in a list that is as long as an object can be: the oldest eighth goes. */
function dropWhenFull(state: HeadState, slot: number): void {
  const { view } = state.heap;
  const list = state.series.field(slot, RECORD.histograms);
  if (histogramCount(view, list) < MAX_ENTRIES) return;
  const cutoffMs = histogramTimeAt(view, list, Math.ceil(MAX_ENTRIES / 8));
  state.totals.samplesDroppedByMemory += dropHistogramsBefore(state, slot, cutoffMs);
}

function createList(state: HeadState, capacity: number): number {
  const pointer = state.heap.allocate('histograms', HISTOGRAM_LIST_HEADER_BYTES + capacity * HISTOGRAM_ENTRY_BYTES);
  const { u32 } = state.heap.view.memory(pointer);
  u32[wordIndex(pointer)] = 0;
  u32[wordIndex(pointer) + 1] = capacity;
  return pointer;
}

/** Replaces the series' list; the old one is given back, its histograms are not. */
function publishList(state: HeadState, slot: number, list: number, count: number): void {
  const { heap, series } = state;
  const old = series.field(slot, RECORD.histograms);
  if (list !== 0) Atomics.store(heap.view.memory(list).i32, wordIndex(list), count);
  series.change(slot, (words, at) => {
    words[at + RECORD.histograms] = list;
  });
  if (old !== 0) heap.retire('histograms', old);
}

function copyEntries(state: HeadState, from: number, first: number, end: number, to: number, at: number): void {
  const { view } = state.heap;
  for (let i = first; i < end; i++) {
    writeHistogramEntry(view, to, at + i - first, histogramTimeAt(view, from, i), histogramPointerAt(view, from, i));
  }
}

function equalBytes(state: HeadState, a: number, b: number, length: number): boolean {
  const x = state.heap.view.memory(a).bytes;
  const y = state.heap.view.memory(b).bytes;
  const from = byteOffset(a);
  const to = byteOffset(b);
  for (let i = 0; i < length; i++) if (x[from + i] !== y[to + i]) return false;
  return true;
}
