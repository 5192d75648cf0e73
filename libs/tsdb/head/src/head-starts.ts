/** Writing and dropping the start timestamps of samples: a list beside the samples, 16 bytes for each that has one. */
import type { HeadState } from './head-state.ts';
import { wordIndex } from './heap-view.ts';
import { MAX_OBJECT_BYTES, RECORD, START_ENTRY_BYTES, START_LIST_HEADER_BYTES } from './layout.ts';
import { firstStartFrom, startCount, startEntryTime, startEntryValue, writeStartEntry } from './start-list.ts';

/** Entries of a list, at most. */
const MAX_ENTRIES = Math.floor((MAX_OBJECT_BYTES - START_LIST_HEADER_BYTES) / START_ENTRY_BYTES);

/** The start timestamp of the sample at `timeMs`, Unix ms; 0 says that it has none. The last word wins. */
export function setStart(state: HeadState, slot: number, timeMs: number, startMs: number): void {
  const { view } = state.heap;
  if (startCount(view, state.series.field(slot, RECORD.startTimestamps)) >= MAX_ENTRIES) dropOldestEighth(state, slot);
  const list = state.series.field(slot, RECORD.startTimestamps);
  const count = startCount(view, list);
  const index = list === 0 ? 0 : firstStartFrom(view, list, timeMs);
  if (index < count && startEntryTime(view, list, index) === timeMs) {
    writeStartEntry(view, list, index, timeMs, startMs);
    return;
  }
  const capacity = list === 0 ? 0 : (view.memory(list).u32[wordIndex(list) + 1] as number);
  if (index === count && count < capacity) {
    writeStartEntry(view, list, count, timeMs, startMs);
    Atomics.store(view.memory(list).i32, wordIndex(list), count + 1);
    return;
  }
  const copy = createList(state, Math.min(MAX_ENTRIES, Math.max(8, 2 * (count + 1))));
  copyEntries(state, list, 0, index, copy, 0);
  writeStartEntry(view, copy, index, timeMs, startMs);
  copyEntries(state, list, index, count, copy, index + 1);
  publish(state, slot, copy, count + 1);
}

/** Drops the start timestamps of samples before a time. */
export function dropStartsBefore(state: HeadState, slot: number, cutoffMs: number): void {
  const { view } = state.heap;
  const list = state.series.field(slot, RECORD.startTimestamps);
  if (list === 0) return;
  const gone = firstStartFrom(view, list, cutoffMs);
  const count = startCount(view, list);
  if (gone === count) {
    publish(state, slot, 0, 0);
  } else if (gone > count / 8) {
    const copy = createList(state, count - gone + 8);
    copyEntries(state, list, gone, count, copy, 0);
    publish(state, slot, copy, count - gone);
  }
}

function dropOldestEighth(state: HeadState, slot: number): void {
  const list = state.series.field(slot, RECORD.startTimestamps);
  dropStartsBefore(state, slot, startEntryTime(state.heap.view, list, Math.ceil(MAX_ENTRIES / 8) + 1));
}

function createList(state: HeadState, capacity: number): number {
  const pointer = state.heap.allocate('starts', START_LIST_HEADER_BYTES + capacity * START_ENTRY_BYTES);
  const { u32 } = state.heap.view.memory(pointer);
  u32[wordIndex(pointer)] = 0;
  u32[wordIndex(pointer) + 1] = capacity;
  return pointer;
}

/** Replaces the series' list; the old one is given back. */
function publish(state: HeadState, slot: number, list: number, count: number): void {
  const { heap, series } = state;
  const old = series.field(slot, RECORD.startTimestamps);
  if (list !== 0) Atomics.store(heap.view.memory(list).i32, wordIndex(list), count);
  series.change(slot, (words, at) => {
    words[at + RECORD.startTimestamps] = list;
  });
  if (old !== 0) heap.retire('starts', old);
}

function copyEntries(state: HeadState, from: number, first: number, end: number, to: number, at: number): void {
  const { view } = state.heap;
  for (let i = first; i < end; i++) {
    writeStartEntry(view, to, at + i - first, startEntryTime(view, from, i), startEntryValue(view, from, i));
  }
}
