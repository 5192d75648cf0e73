/** Appending float samples: the fast path for samples newer than their series, and the bulk path for long columns. */
import { invariant } from '@chimera/errors';
import type { Histogram } from '@chimera/tsdb-model';
import type { AppendCounts, Rejection, RejectReason } from '@chimera/tsdb-storage';
import { evictForMemory } from './head-evict.ts';
import { appendHistogramSample, hasHistogramAt } from './head-histograms.ts';
import { hasFloatAt, insertOld } from './head-insert.ts';
import { addChunk, encodeChunk, MAX_CHUNK_SAMPLES, sealOpen } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { f64Index, wordIndex } from './heap-view.ts';
import { OPEN_FLAG_OFFSETS, RECORD } from './layout.ts';
import {
  createOpenChunk,
  MAX_OFFSET_MS,
  OPEN_BASE_F64,
  OPEN_CAPACITY,
  OPEN_COUNT,
  OPEN_FLAGS,
  OPEN_STEP_F64,
  OPEN_VALUES_F64,
  openOffsetsIndex,
  openTimeAt,
} from './open-chunk.ts';

const MIN_OPEN_SAMPLES = 16;
/** Samples of an open chunk, at most. */
export const MAX_OPEN_SAMPLES = 128;

/**
 * Appends samples `from` to `to` (excluded) at `timestamps[i]`, or, when it is null, at startMs + (i - from) * stepMs. The
 * slot is live. Long columns that are in order and newer than the series are sealed directly.
 */
export function appendSamples(
  state: HeadState,
  slot: number,
  timestamps: Float64Array | null,
  startMs: number,
  stepMs: number,
  values: Float64Array,
  from: number,
  to: number,
  counts: AppendCounts,
): void {
  if (from >= to) return;
  const { limits, heap, series } = state;
  if (heap.excessBytes > 0) evictForMemory(state);
  const now = limits.now();
  const oldest = now - limits.retentionMs;
  const newest = now + limits.futureToleranceMs;
  const accepted = counts.accepted;
  const hasHistograms = series.field(slot, RECORD.histograms) !== 0;
  if (!hasHistograms && to - from >= MAX_OPEN_SAMPLES && isAscending(timestamps, stepMs, from, to)) {
    const first = timestamps === null ? startMs : (timestamps[from] as number);
    const last = timestamps === null ? startMs + (to - 1 - from) * stepMs : (timestamps[to - 1] as number);
    if (first >= oldest && last <= newest && first > (series.lastTime[slot] as number)) {
      sealDirectly(state, slot, timestamps, startMs, stepMs, values, from, to);
      counts.accepted += to - from;
      state.totals.samplesAppended += to - from;
      return;
    }
  }
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let i = from; i < to; i++) {
    const t = timestamps === null ? startMs + (i - from) * stepMs : (timestamps[i] as number);
    if (!(t >= oldest)) {
      counts.reject(tooOld(t, limits.retentionMs));
    } else if (t > newest) {
      counts.reject(tooNew(t, limits.futureToleranceMs));
    } else if (hasHistograms && hasHistogramAt(state, slot, t)) {
      counts.reject(rejection('duplicate_timestamp', `sample at ${t}: a histogram is stored at that time; it stays`));
    } else if (t > (series.lastTime[slot] as number)) {
      appendNewer(state, slot, t, words[2 * i] as number, words[2 * i + 1] as number);
      counts.accepted++;
    } else {
      insertOld(state, slot, t, words[2 * i] as number, words[2 * i + 1] as number, counts);
    }
  }
  state.totals.samplesAppended += counts.accepted - accepted;
}

function isAscending(timestamps: Float64Array | null, stepMs: number, from: number, to: number): boolean {
  if (timestamps === null) return stepMs > 0;
  for (let i = from + 1; i < to; i++) if (!((timestamps[i] as number) > (timestamps[i - 1] as number))) return false;
  return true;
}

/** The bulk path: chunks straight from the caller's columns, all of whose samples are newer than the series. */
function sealDirectly(
  state: HeadState,
  slot: number,
  timestamps: Float64Array | null,
  startMs: number,
  stepMs: number,
  values: Float64Array,
  from: number,
  to: number,
): void {
  const { series, heap, totals } = state;
  if (series.field(slot, RECORD.open) !== 0) sealOpen(state, slot);
  for (let at = from; at < to; ) {
    const end = to - at < MAX_CHUNK_SAMPLES + MAX_OPEN_SAMPLES ? to : at + MAX_CHUNK_SAMPLES;
    if (heap.excessBytes > 0) evictForMemory(state);
    addChunk(state, slot, encodeChunk(state, timestamps, startMs + (at - from) * stepMs, stepMs, values, at, end));
    series.lastTime[slot] = timestamps === null ? startMs + (end - 1 - from) * stepMs : (timestamps[end - 1] as number);
    totals.samplesStored += end - at;
    at = end;
  }
}

/** Appends one native histogram; counts it. The slot is live. */
export function appendHistogram(
  state: HeadState,
  slot: number,
  timeMs: number,
  histogram: Histogram,
  counts: AppendCounts,
): void {
  const { limits, heap } = state;
  if (heap.excessBytes > 0) evictForMemory(state);
  const now = limits.now();
  if (!(timeMs >= now - limits.retentionMs)) counts.reject(tooOld(timeMs, limits.retentionMs));
  else if (timeMs > now + limits.futureToleranceMs) counts.reject(tooNew(timeMs, limits.futureToleranceMs));
  else if (hasFloatAt(state, slot, timeMs)) {
    counts.reject(rejection('duplicate_timestamp', `histogram at ${timeMs}: a float is stored at that time; it stays`));
  } else appendHistogramSample(state, slot, timeMs, histogram, counts);
}

/** Appends one sample that is newer than all of its series, the value given by its two words. */
export function appendNewer(state: HeadState, slot: number, timeMs: number, low: number, high: number): void {
  const { series, heap } = state;
  let open = series.field(slot, RECORD.open);
  for (;;) {
    if (open === 0) {
      open = createOpenChunk(heap, MIN_OPEN_SAMPLES, timeMs, false);
      publishOpen(state, slot, open);
    }
    const memory = heap.view.memory(open);
    const word = wordIndex(open);
    const float = f64Index(open);
    const count = memory.i32[word + OPEN_COUNT] as number;
    const base = memory.f64[float + OPEN_BASE_F64] as number;
    const offset = timeMs - base;
    if (count === memory.u32[word + OPEN_CAPACITY] || offset > MAX_OFFSET_MS) {
      open = makeRoom(state, slot, open, count, offset);
      continue;
    }
    if (((memory.u32[word + OPEN_FLAGS] as number) & OPEN_FLAG_OFFSETS) !== 0) {
      memory.u32[openOffsetsIndex(memory, open) + count] = offset;
    } else if (count === 1) {
      memory.f64[float + OPEN_STEP_F64] = offset;
    } else if (offset !== count * (memory.f64[float + OPEN_STEP_F64] as number)) {
      open = copyOpenChunk(state, slot, open, count, memory.u32[word + OPEN_CAPACITY] as number, true);
      continue;
    }
    const value = 2 * (float + OPEN_VALUES_F64 + count);
    memory.u32[value] = low;
    memory.u32[value + 1] = high;
    Atomics.store(memory.i32, word + OPEN_COUNT, count + 1);
    series.lastTime[slot] = timeMs;
    state.totals.samplesStored++;
    return;
  }
}

/** Replaces the open chunk by `open`; the old one is given back. */
export function publishOpen(state: HeadState, slot: number, open: number): void {
  const old = state.series.field(slot, RECORD.open);
  state.series.change(slot, (words, at) => {
    words[at + RECORD.open] = open;
  });
  if (old !== 0) state.heap.retire('open', old);
}

/** The open chunk after growing it, or 0 after sealing it. */
function makeRoom(state: HeadState, slot: number, open: number, count: number, offset: number): number {
  if (count >= MAX_OPEN_SAMPLES || offset > MAX_OFFSET_MS) {
    if (state.heap.excessBytes > 0) evictForMemory(state);
    sealOpen(state, slot);
    return 0;
  }
  const { u32 } = state.heap.view.memory(open);
  const offsets = ((u32[wordIndex(open) + OPEN_FLAGS] as number) & OPEN_FLAG_OFFSETS) !== 0;
  return copyOpenChunk(state, slot, open, count, 2 * count, offsets);
}

/** Publishes a copy of the open chunk with another capacity or another form of timestamps. */
function copyOpenChunk(
  state: HeadState,
  slot: number,
  open: number,
  count: number,
  capacity: number,
  offsets: boolean,
): number {
  const { heap } = state;
  const base = openTimeAt(heap.view, open, 0);
  const copy = createOpenChunk(heap, capacity, base, offsets);
  const from = heap.view.memory(open);
  const to = heap.view.memory(copy);
  const values = f64Index(open) + OPEN_VALUES_F64;
  to.f64.set(from.f64.subarray(values, values + count), f64Index(copy) + OPEN_VALUES_F64);
  if (offsets) {
    const start = openOffsetsIndex(to, copy);
    for (let i = 0; i < count; i++) to.u32[start + i] = openTimeAt(heap.view, open, i) - base;
  } else {
    to.f64[f64Index(copy) + OPEN_STEP_F64] = from.f64[f64Index(open) + OPEN_STEP_F64] as number;
  }
  to.i32[wordIndex(copy) + OPEN_COUNT] = count;
  publishOpen(state, slot, copy);
  return copy;
}

function tooOld(timeMs: number, retentionMs: number): Rejection {
  invariant(!Number.isNaN(timeMs), 'BUG: a sample without a timestamp; got NaN');
  return rejection(
    'too_old',
    `sample at ${timeMs} is older than the retention of ${retentionMs} ms; raise --retention`,
  );
}

function tooNew(timeMs: number, toleranceMs: number): Rejection {
  return rejection(
    'too_new',
    `sample at ${timeMs} is more than ${toleranceMs} ms ahead of the clock; check the clocks`,
  );
}

function rejection(reason: RejectReason, message: string): Rejection {
  return { reason, message };
}
