/** Appending float samples: the fast path for samples newer than their series, and the bulk path for long columns. */
import type { Histogram } from '@chimera/tsdb-model';
import type { AppendCounts, Rejection, RejectReason } from '@chimera/tsdb-storage';
import { evictForMemory } from './head-evict.ts';
import { appendHistogramSample, hasHistogramAt } from './head-histograms.ts';
import { hasFloatAt, insertOld } from './head-insert.ts';
import { addChunk, encodeChunk, MAX_CHUNK_SAMPLES, sealOpen } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { f64Index, wordIndex } from './heap-view.ts';
import { OPEN_FLAG_OFFSETS, OPEN_HEADER_BYTES, RECORD } from './layout.ts';
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
  const { heap, series, bounds } = state;
  if (heap.excessBytes > 0) evictForMemory(state);
  const accepted = counts.accepted;
  const hasHistograms = series.field(slot, RECORD.histograms) !== 0;
  if (!hasHistograms && to - from >= MAX_OPEN_SAMPLES && isAscending(timestamps, stepMs, from, to)) {
    const first = timestamps === null ? startMs : (timestamps[from] as number);
    const last = timestamps === null ? startMs + (to - 1 - from) * stepMs : (timestamps[to - 1] as number);
    if (first > (series.lastTime[slot] as number) && bounds.allow(first) && bounds.allow(last)) {
      sealDirectly(state, slot, timestamps, startMs, stepMs, values, from, to);
      counts.accepted += to - from;
      state.totals.samplesAppended += to - from;
      return;
    }
  }
  let i = from;
  for (;;) {
    if (!hasHistograms) {
      const next = appendRun(state, slot, timestamps, startMs, stepMs, values, from, i, to);
      counts.accepted += next - i;
      i = next;
    }
    if (i === to) break;
    const t = timestamps === null ? startMs + (i - from) * stepMs : (timestamps[i] as number);
    appendSlowly(state, slot, t, values, i, counts);
    i++;
  }
  state.totals.samplesAppended += counts.accepted - accepted;
}

/** One sample that may be late, a duplicate, out of bounds, or belong to a series with histograms. */
function appendSlowly(
  state: HeadState,
  slot: number,
  timeMs: number,
  values: Float64Array,
  index: number,
  counts: AppendCounts,
): void {
  const { bounds, limits, series } = state;
  if (!bounds.allow(timeMs)) {
    counts.reject(
      bounds.isTooNew(timeMs) ? tooNew(timeMs, limits.futureToleranceMs) : tooOld(timeMs, limits.retentionMs),
    );
    return;
  }
  if (hasHistogramAt(state, slot, timeMs)) {
    counts.reject(
      rejection('duplicate_timestamp', `sample at ${timeMs}: a histogram is stored at that time; it stays`),
    );
    return;
  }
  if (timeMs > (series.lastTime[slot] as number)) {
    appendRun(state, slot, null, timeMs, 0, values, index, index, index + 1);
    counts.accepted++;
    return;
  }
  const words = new Uint32Array(values.buffer, values.byteOffset + 8 * index, 2);
  insertOld(state, slot, timeMs, words[0] as number, words[1] as number, counts);
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
  const { limits, heap, bounds } = state;
  if (heap.excessBytes > 0) evictForMemory(state);
  if (!bounds.allow(timeMs)) {
    counts.reject(
      bounds.isTooNew(timeMs) ? tooNew(timeMs, limits.futureToleranceMs) : tooOld(timeMs, limits.retentionMs),
    );
  } else if (hasFloatAt(state, slot, timeMs)) {
    counts.reject(rejection('duplicate_timestamp', `histogram at ${timeMs}: a float is stored at that time; it stays`));
  } else appendHistogramSample(state, slot, timeMs, histogram, counts);
}

/**
 * The fast path: appends samples from `next` on while each is newer than the series and within bounds. Returns the index
 * of the first one that is not, or `to`. Times as in {@link appendSamples}.
 */
function appendRun(
  state: HeadState,
  slot: number,
  timestamps: Float64Array | null,
  startMs: number,
  stepMs: number,
  values: Float64Array,
  from: number,
  next: number,
  to: number,
): number {
  const { series, heap, bounds } = state;
  const { lastTime } = series;
  let last = lastTime[slot] as number;
  let open = series.field(slot, RECORD.open);
  let i = next;
  while (i < to) {
    const firstMs = timestamps === null ? startMs + (i - from) * stepMs : (timestamps[i] as number);
    if (!(firstMs > last) || !bounds.allow(firstMs)) break;
    if (open === 0) {
      open = createOpenChunk(heap, MIN_OPEN_SAMPLES, firstMs, false);
      publishOpen(state, slot, open);
    }
    const { i32, u32, f64 } = heap.view.memory(open);
    const word = wordIndex(open);
    const float = f64Index(open);
    const capacity = u32[word + OPEN_CAPACITY] as number;
    const base = f64[float + OPEN_BASE_F64] as number;
    const offsets =
      ((u32[word + OPEN_FLAGS] as number) & OPEN_FLAG_OFFSETS) === 0 ? 0 : word + OPEN_HEADER_BYTES / 4 + 2 * capacity;
    const before = i32[word + OPEN_COUNT] as number;
    let count = before;
    let irregular = false;
    let tooFar = false;
    for (; i < to && count < capacity; i++, count++) {
      const t = timestamps === null ? startMs + (i - from) * stepMs : (timestamps[i] as number);
      if (!(t > last) || !bounds.allow(t)) break;
      const offset = t - base;
      tooFar = offset > MAX_OFFSET_MS;
      if (tooFar) break;
      if (offsets !== 0) {
        u32[offsets + count] = offset;
      } else if (count === 1) {
        f64[float + OPEN_STEP_F64] = offset;
      } else {
        irregular = offset !== count * (f64[float + OPEN_STEP_F64] as number) && count > 0;
        if (irregular) break;
      }
      const value = values[i] as number;
      if (value === value) f64[float + OPEN_VALUES_F64 + count] = value;
      else copyBits(values, i, u32, 2 * (float + OPEN_VALUES_F64 + count));
      last = t;
    }
    Atomics.store(i32, word + OPEN_COUNT, count);
    state.totals.samplesStored += count - before;
    lastTime[slot] = last;
    if (i === to) break;
    if (tooFar || count === MAX_OPEN_SAMPLES) {
      if (heap.excessBytes > 0) evictForMemory(state);
      sealOpen(state, slot);
      open = 0;
    } else if (irregular) {
      open = copyOpenChunk(state, slot, open, count, capacity, true);
    } else if (count === capacity) {
      open = copyOpenChunk(state, slot, open, count, 2 * capacity, offsets !== 0);
    } else {
      break;
    }
  }
  return i;
}

/** Copies the two words of a NaN, which may be the stale marker. */
function copyBits(values: Float64Array, index: number, into: Uint32Array, at: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset + 8 * index, 2);
  into[at] = words[0] as number;
  into[at + 1] = words[1] as number;
}

/** Replaces the open chunk by `open`; the old one is given back. */
export function publishOpen(state: HeadState, slot: number, open: number): void {
  const old = state.series.field(slot, RECORD.open);
  state.series.change(slot, (words, at) => {
    words[at + RECORD.open] = open;
  });
  if (old !== 0) state.heap.retire('open', old);
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
  if (Number.isNaN(timeMs)) return rejection('too_old', 'sample without a timestamp; send Unix milliseconds');
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
