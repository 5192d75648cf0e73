/**
 * The newest sample per step of a grid. Sealed chunks and the open one are runs that follow each other in time: a step
 * belongs to the last run that begins at or before it. Within a regular run the samples wanted are computed, not
 * searched; where the grid is coarse, single values are read instead of decoding all. Values of absent steps are undefined.
 */
import {
  CHUNK_HAS_STALE,
  CHUNK_IS_REGULAR,
  type ChunkMemory,
  chunkCount,
  chunkFlags,
  chunkMaxTime,
  chunkStep,
  decodeChunk,
  findSample,
  isStaleIndex,
  timestampAt,
  valueAt,
} from '@chimera/tsdb-chunk';
import { type SampleBuffer, type StepColumn, type StepGrid, stepsFromSamples } from '@chimera/tsdb-storage';
import { entryChunk, entryMinTime, firstEntryReaching } from './chunk-directory.ts';
import { byteOffset, type HeapView } from './heap-view.ts';
import { openCount, openIsStaleAt, openTimeAt, openValueAt } from './open-chunk.ts';
import { readSamples } from './read-samples.ts';
import type { RecordSnapshot } from './series-record.ts';

/** Up to this many samples per step it is cheaper to decode all (2 ns each) than to pick (70 ns each). */
const DECODE_STRIDE = 32;

/** Fills `out`, as SeriesSet.readSteps; nothing in `scratch` outlives the call. */
export function readStepValues(
  view: HeapView,
  snapshot: RecordSnapshot,
  grid: StepGrid,
  lookbackMs: number,
  scratch: SampleBuffer,
  out: StepColumn,
): void {
  const { directory, first, end, open } = snapshot;
  if (snapshot.histograms !== 0) {
    const range = { minMs: grid.startMs - lookbackMs, maxMs: grid.startMs + (grid.count - 1) * grid.stepMs };
    readSamples(view, snapshot, range, scratch);
    stepsFromSamples(scratch, grid, lookbackMs, out);
    return;
  }
  out.histograms = null;
  const opened = openCount(view, open);
  const openMs = opened > 0 ? openTimeAt(view, open, 0) : Number.POSITIVE_INFINITY;
  let k = 0;
  let i = end > first ? firstEntryReaching(view, directory, first, end, grid.startMs - lookbackMs) : end;
  let startMs = i < end ? entryMinTime(view, directory, i) : openMs;
  for (; k < grid.count && i < end; i++) {
    const nextMs = i + 1 < end ? entryMinTime(view, directory, i + 1) : openMs;
    const runEnd = stepsBefore(grid, nextMs);
    const runStart = Math.max(k, stepsBefore(grid, startMs));
    out.present.fill(0, k, runStart);
    if (runEnd > runStart) {
      const chunk = entryChunk(view, directory, i);
      stepsOfChunk(view.memory(chunk), byteOffset(chunk), grid, lookbackMs, runStart, runEnd, scratch, out);
    }
    k = Math.max(runStart, runEnd);
    startMs = nextMs;
  }
  if (k < grid.count && opened > 0) {
    const runStart = Math.max(k, stepsBefore(grid, openMs));
    out.present.fill(0, k, runStart);
    stepsOfOpen(view, open, opened, grid, lookbackMs, runStart, out);
    k = grid.count;
  }
  out.present.fill(0, k, grid.count);
}

/** How many steps lie before a time. */
function stepsBefore(grid: StepGrid, timeMs: number): number {
  if (timeMs <= grid.startMs) return 0;
  const steps = Math.ceil((timeMs - grid.startMs) / grid.stepMs);
  return steps < grid.count ? steps : grid.count;
}

/** Steps `from` to `to` (excluded), all at or after the chunk's first sample. */
function stepsOfChunk(
  memory: ChunkMemory,
  at: number,
  grid: StepGrid,
  lookbackMs: number,
  from: number,
  to: number,
  scratch: SampleBuffer,
  out: StepColumn,
): void {
  const maxMs = chunkMaxTime(memory, at);
  const flags = chunkFlags(memory, at);
  // Steps from `tail` on take the last sample.
  const tail = Math.max(from, Math.min(to, stepsBefore(grid, maxMs)));
  if (tail > from) {
    const sampleMs = chunkStep(memory, at);
    const regular = (flags & (CHUNK_IS_REGULAR | CHUNK_HAS_STALE)) === CHUNK_IS_REGULAR;
    if (tail - from <= 2 || grid.stepMs > DECODE_STRIDE * sampleMs) {
      stepsPicked(memory, at, grid, lookbackMs, from, tail, out);
    } else if (!regular) {
      stepsDecoded(memory, at, grid, lookbackMs, from, tail, scratch, out);
    } else if (grid.stepMs % sampleMs === 0) {
      stepsAligned(memory, at, grid, lookbackMs, from, tail, grid.stepMs / sampleMs, scratch, out);
    } else {
      stepsRegular(memory, at, grid, lookbackMs, from, tail, sampleMs, scratch, out);
    }
  }
  if (tail < to) stepsOfLast(memory, at, maxMs, flags, grid, lookbackMs, tail, to, out);
}

/** Regular samples, and the grid's step is a multiple of theirs: every `stride`-th sample, all equally old. */
function stepsAligned(
  memory: ChunkMemory,
  at: number,
  grid: StepGrid,
  lookbackMs: number,
  from: number,
  to: number,
  stride: number,
  scratch: SampleBuffer,
  out: StepColumn,
): void {
  const timeMs = grid.startMs + from * grid.stepMs;
  const index = findSample(memory, at, timeMs);
  const sampleMs = timestampAt(memory, at, index);
  if (timeMs - sampleMs >= lookbackMs) {
    out.present.fill(0, from, to);
    return;
  }
  out.present.fill(1, from, to);
  const { values, timestamps } = out;
  if (out.presenceOnly) {
    // Nothing to decode.
  } else if (stride === 1) {
    decodeChunk(memory, at, index, index + to - from, null, values, null, from);
  } else {
    const samples = (to - 1 - from) * stride + 1;
    scratch.reserve(samples);
    const decoded = scratch.values;
    decodeChunk(memory, at, index, index + samples, null, decoded, null, 0);
    for (let k = from, i = 0; k < to; k++, i += stride) values[k] = decoded[i] as number;
  }
  if (timestamps !== null) for (let k = from; k < to; k++) timestamps[k] = sampleMs + (k - from) * grid.stepMs;
}

/** Regular samples every `sampleMs`, on a grid that goes another way: each step's sample is computed. */
function stepsRegular(
  memory: ChunkMemory,
  at: number,
  grid: StepGrid,
  lookbackMs: number,
  from: number,
  to: number,
  sampleMs: number,
  scratch: SampleBuffer,
  out: StepColumn,
): void {
  const index = findSample(memory, at, grid.startMs + from * grid.stepMs);
  const { values, present, timestamps, presenceOnly } = out;
  if (!presenceOnly) {
    const count = findSample(memory, at, grid.startMs + (to - 1) * grid.stepMs) + 1 - index;
    scratch.reserve(count);
    decodeChunk(memory, at, index, index + count, null, scratch.values, null, 0);
  }
  const decoded = scratch.values;
  const whole = Math.floor(grid.stepMs / sampleMs);
  const rest = grid.stepMs - whole * sampleMs;
  let newest = 0;
  let timeMs = grid.startMs + from * grid.stepMs;
  let ageMs = timeMs - timestampAt(memory, at, index);
  for (let k = from; k < to; k++) {
    if (!presenceOnly) values[k] = decoded[newest] as number;
    present[k] = ageMs < lookbackMs ? 1 : 0;
    if (timestamps !== null) timestamps[k] = timeMs - ageMs;
    timeMs += grid.stepMs;
    newest += whole;
    ageMs += rest;
    if (ageMs >= sampleMs) {
      ageMs -= sampleMs;
      newest++;
    }
  }
}

/** One search per step. */
function stepsPicked(
  memory: ChunkMemory,
  at: number,
  grid: StepGrid,
  lookbackMs: number,
  from: number,
  to: number,
  out: StepColumn,
): void {
  for (let k = from; k < to; k++) {
    const timeMs = grid.startMs + k * grid.stepMs;
    const index = findSample(memory, at, timeMs);
    const sampleMs = timestampAt(memory, at, index);
    const present = sampleMs > timeMs - lookbackMs && !isStaleIndex(memory, at, index);
    out.present[k] = present ? 1 : 0;
    if (!present) continue;
    if (!out.presenceOnly) out.values[k] = valueAt(memory, at, index);
    if (out.timestamps !== null) out.timestamps[k] = sampleMs;
  }
}

/** Decodes the samples between the first and the last step, then walks both. */
function stepsDecoded(
  memory: ChunkMemory,
  at: number,
  grid: StepGrid,
  lookbackMs: number,
  from: number,
  to: number,
  scratch: SampleBuffer,
  out: StepColumn,
): void {
  const index = findSample(memory, at, grid.startMs + from * grid.stepMs);
  const count = findSample(memory, at, grid.startMs + (to - 1) * grid.stepMs) + 1 - index;
  scratch.reserve(count);
  decodeChunk(memory, at, index, index + count, scratch.timestamps, scratch.values, scratch.stale, 0);
  const hasStale = (chunkFlags(memory, at) & CHUNK_HAS_STALE) !== 0;
  const { timestamps, values, stale } = scratch;
  let newest = 0;
  for (let k = from; k < to; k++) {
    const timeMs = grid.startMs + k * grid.stepMs;
    while (newest + 1 < count && (timestamps[newest + 1] as number) <= timeMs) newest++;
    const sampleMs = timestamps[newest] as number;
    const present = sampleMs > timeMs - lookbackMs && !(hasStale && stale[newest] === 1);
    out.present[k] = present ? 1 : 0;
    if (!present) continue;
    out.values[k] = values[newest] as number;
    if (out.timestamps !== null) out.timestamps[k] = sampleMs;
  }
}

/** Steps at or after the chunk's last sample. */
function stepsOfLast(
  memory: ChunkMemory,
  at: number,
  maxMs: number,
  flags: number,
  grid: StepGrid,
  lookbackMs: number,
  from: number,
  to: number,
  out: StepColumn,
): void {
  const last = chunkCount(memory, at) - 1;
  const stale = (flags & CHUNK_HAS_STALE) !== 0 && isStaleIndex(memory, at, last);
  const until = stale ? from : Math.max(from, Math.min(to, stepsBefore(grid, maxMs + lookbackMs)));
  if (until > from) {
    if (!out.presenceOnly) out.values.fill(valueAt(memory, at, last), from, until);
    out.present.fill(1, from, until);
    out.timestamps?.fill(maxMs, from, until);
  }
  out.present.fill(0, until, to);
}

/** Steps from `from` on, all at or after the open chunk's first sample. */
function stepsOfOpen(
  view: HeapView,
  open: number,
  count: number,
  grid: StepGrid,
  lookbackMs: number,
  from: number,
  out: StepColumn,
): void {
  let newest = 0;
  for (let k = from; k < grid.count; k++) {
    const timeMs = grid.startMs + k * grid.stepMs;
    while (newest + 1 < count && openTimeAt(view, open, newest + 1) <= timeMs) newest++;
    const sampleMs = openTimeAt(view, open, newest);
    const value = openValueAt(view, open, newest);
    const present = sampleMs > timeMs - lookbackMs && !(value !== value && openIsStaleAt(view, open, newest));
    out.present[k] = present ? 1 : 0;
    if (!present) continue;
    out.values[k] = value;
    if (out.timestamps !== null) out.timestamps[k] = sampleMs;
  }
}
