/** Appending float samples: the fast path for samples newer than their series, and the bulk path for long columns. */
import type { Histogram } from '@chimera/tsdb-model';
import type { AppendCounts, Rejection, RejectReason } from '@chimera/tsdb-storage';
import { appendRun } from './head-append-run.ts';
import { evictForMemory } from './head-evict.ts';
import { appendHistogramSample, hasHistogramAt } from './head-histograms.ts';
import { hasFloatAt, insertOld } from './head-insert.ts';
import { addChunk, encodeChunk, MAX_CHUNK_SAMPLES, sealOpen } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { RECORD } from './layout.ts';
import { MAX_OPEN_SAMPLES } from './open-chunk.ts';
import { spanText, timeText } from './time-text.ts';

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
  const { bounds, series } = state;
  if (!bounds.allow(timeMs)) {
    counts.reject(outOfBounds(state, timeMs, counts));
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
  const { heap, bounds } = state;
  if (heap.excessBytes > 0) evictForMemory(state);
  if (!bounds.allow(timeMs)) {
    counts.reject(outOfBounds(state, timeMs, counts));
  } else if (hasFloatAt(state, slot, timeMs)) {
    counts.reject(rejection('duplicate_timestamp', `histogram at ${timeMs}: a float is stored at that time; it stays`));
  } else appendHistogramSample(state, slot, timeMs, histogram, counts);
}

/** Only the first refusal for a reason is told in words: a flood of refused samples writes no texts. */
function outOfBounds({ bounds, limits }: HeadState, timeMs: number, { firstRejection }: AppendCounts): Rejection {
  const reason: RejectReason = bounds.isTooNew(timeMs) ? 'too_new' : 'too_old';
  if (firstRejection?.reason === reason) return firstRejection;
  return reason === 'too_new' ? tooNew(timeMs, limits.futureToleranceMs) : tooOld(timeMs, limits.retentionMs);
}

function tooOld(timeMs: number, retentionMs: number): Rejection {
  if (Number.isNaN(timeMs)) return rejection('too_old', 'sample without a timestamp; send Unix milliseconds');
  return rejection(
    'too_old',
    `sample at ${timeText(timeMs)} is older than the retention of ${spanText(retentionMs)}; check the unit of its time, or raise --retention`,
  );
}

function tooNew(timeMs: number, toleranceMs: number): Rejection {
  return rejection(
    'too_new',
    `sample at ${timeText(timeMs)} is more than ${spanText(toleranceMs)} ahead of the clock; check the clocks, or raise --future-tolerance`,
  );
}

function rejection(reason: RejectReason, message: string): Rejection {
  return { reason, message };
}
