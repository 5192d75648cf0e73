/** Samples that are not newer than their series: duplicates, and late ones within the out-of-order window. */
import { findSample, isStaleIndex, timestampAt, valueAt } from '@chimera/tsdb-chunk';
import { STALE_NAN_HIGH, STALE_NAN_LOW } from '@chimera/tsdb-model';
import type { AppendCounts, Rejection } from '@chimera/tsdb-storage';
import { entryChunk, entryMinTime, firstEntryReaching } from './chunk-directory.ts';
import { encodeScratch, publishOpen, replaceEntries } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { byteOffset, f64Index, wordIndex } from './heap-view.ts';
import { RECORD } from './layout.ts';
import {
  copyOpen,
  createOpenChunk,
  findInOpen,
  MAX_OFFSET_MS,
  MAX_OPEN_SAMPLES,
  MIN_OPEN_SAMPLES,
  OPEN_COUNT,
  OPEN_STEP_F64,
  OPEN_VALUES_F64,
  openCount,
  openIsStaleAt,
  openOffsetsIndex,
  openTimeAt,
  openValueAt,
} from './open-chunk.ts';
import { spanText, timeText } from './time-text.ts';

const bits = new Uint32Array(2);
const bitsAsFloat = new Float64Array(bits.buffer);

/** Takes, ignores or refuses one sample at or before the newest of its series, and counts it. */
export function insertOld(
  state: HeadState,
  slot: number,
  timeMs: number,
  low: number,
  high: number,
  counts: AppendCounts,
): void {
  const same = compareStored(state, slot, timeMs, low, high);
  if (same === true) {
    counts.accepted++;
    return;
  }
  if (same === false) {
    counts.reject({
      reason: 'duplicate_timestamp',
      message: `sample at ${timeMs} has another value than the one stored at that time; the stored one stays`,
    });
    return;
  }
  const behindMs = (state.series.lastTime[slot] as number) - timeMs;
  if (behindMs > state.limits.outOfOrderWindowMs) {
    const { firstRejection } = counts;
    counts.reject(
      firstRejection?.reason === 'out_of_order'
        ? firstRejection
        : tooLate(timeMs, behindMs, state.limits.outOfOrderWindowMs),
    );
    return;
  }
  insert(state, slot, timeMs, low, high);
  state.totals.samplesStored++;
  counts.accepted++;
}

function tooLate(timeMs: number, behindMs: number, windowMs: number): Rejection {
  return {
    reason: 'out_of_order',
    message:
      `sample at ${timeText(timeMs)} is ${spanText(behindMs)} older than the newest of its series, ` +
      `more than the out-of-order window of ${spanText(windowMs)}; send samples in order, or raise --out-of-order-window`,
  };
}

/** Whether the series has a float sample, stale markers included, at this time. */
export function hasFloatAt(state: HeadState, slot: number, timeMs: number): boolean {
  return compareStored(state, slot, timeMs, 0, 0) !== null;
}

/** Whether the float sample stored at this time is the same; null when there is none. */
function compareStored(state: HeadState, slot: number, timeMs: number, low: number, high: number): boolean | null {
  const { view } = state.heap;
  const stale = low === STALE_NAN_LOW && high === STALE_NAN_HIGH;
  bits[0] = low;
  bits[1] = high;
  const value = bitsAsFloat[0] as number;
  const open = state.series.field(slot, RECORD.open);
  const index = open === 0 ? -1 : findInOpen(view, open, openCount(view, open), timeMs);
  if (index >= 0) {
    if (openTimeAt(view, open, index) !== timeMs) return null;
    if (stale !== openIsStaleAt(view, open, index)) return false;
    return stale || Object.is(value, openValueAt(view, open, index));
  }
  const directory = state.series.field(slot, RECORD.directory);
  if (directory === 0) return null;
  const end = state.series.field(slot, RECORD.end);
  const entry = firstEntryReaching(view, directory, state.series.field(slot, RECORD.first), end, timeMs);
  if (entry === end) return null;
  const chunk = entryChunk(view, directory, entry);
  const memory = view.memory(chunk);
  const at = byteOffset(chunk);
  const found = findSample(memory, at, timeMs);
  if (found < 0 || timestampAt(memory, at, found) !== timeMs) return null;
  if (stale !== isStaleIndex(memory, at, found)) return false;
  return stale || Object.is(value, valueAt(memory, at, found));
}

function insert(state: HeadState, slot: number, timeMs: number, low: number, high: number): void {
  const { series, heap, scratch } = state;
  const { view } = heap;
  const open = series.field(slot, RECORD.open);
  const directory = series.field(slot, RECORD.directory);
  const first = series.field(slot, RECORD.first);
  const end = series.field(slot, RECORD.end);
  scratch.count = 0;
  if (open !== 0 && (directory === 0 || timeMs >= openTimeAt(view, open, 0))) {
    const count = openCount(view, open);
    copyOpen(view, open, 0, count, scratch);
    scratch.insert(findInOpen(view, open, count, timeMs) + 1, timeMs, low, high);
    rewriteOpen(state, slot);
    return;
  }
  // The entry that covers the time, else the one before it (it then grows at its end), else the first one.
  const reaching = firstEntryReaching(view, directory, first, end, timeMs);
  const covers = reaching < end && (reaching === first || entryMinTime(view, directory, reaching) <= timeMs);
  const entry = covers ? reaching : reaching - 1;
  const chunk = entryChunk(view, directory, entry);
  const memory = view.memory(chunk);
  scratch.addChunk(memory, byteOffset(chunk));
  scratch.insert(findSample(memory, byteOffset(chunk), timeMs) + 1, timeMs, low, high);
  replaceEntries(state, slot, entry, entry + 1, encodeScratch(state), false);
}

/** Makes the scratch columns the open chunk, or seals them when they are too many or too far apart. */
function rewriteOpen(state: HeadState, slot: number): void {
  const { heap, scratch, series } = state;
  const { count } = scratch;
  const base = scratch.timestamps[0] as number;
  const spanMs = (scratch.timestamps[count - 1] as number) - base;
  if (count > MAX_OPEN_SAMPLES || spanMs > MAX_OFFSET_MS) {
    const end = series.field(slot, RECORD.end);
    replaceEntries(state, slot, end, end, encodeScratch(state), true);
    return;
  }
  const step = scratch.regularStep(0, count);
  let capacity = MIN_OPEN_SAMPLES;
  while (capacity < count) capacity *= 2;
  const open = createOpenChunk(heap, capacity, base, step === 0);
  const memory = heap.view.memory(open);
  memory.f64.set(scratch.values.subarray(0, count), f64Index(open) + OPEN_VALUES_F64);
  if (step !== 0) {
    memory.f64[f64Index(open) + OPEN_STEP_F64] = step;
  } else {
    const offsets = openOffsetsIndex(memory, open);
    for (let i = 0; i < count; i++) memory.u32[offsets + i] = (scratch.timestamps[i] as number) - base;
  }
  memory.i32[wordIndex(open) + OPEN_COUNT] = count;
  publishOpen(state, slot, open);
}
