/** Making room under the memory cap: the oldest chunks of all series go first, then series that are idle. */
import { entryChunk, entryMaxTime } from './chunk-directory.ts';
import { dropAllSamples, dropOpenBefore, dropSealedBefore, openEndMs } from './head-drop.ts';
import { sealOpen } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { histogramCount, histogramPointerAt, histogramTimeAt, histogramTimes } from './histogram-list.ts';
import { RECORD } from './layout.ts';
import { openCount } from './open-chunk.ts';

/** Width of the age classes that eviction chooses its cutoff from. */
const BINS = 512;

/** A series without samples for so long may lose even its open chunk to the memory cap. */
const IDLE_MS = 3_600_000;

/** After an eviction that did not help enough, the next one waits until the heap has grown by this factor. */
const RETRY_GROWTH = 1.02;

/** Open chunks with fewer samples would not shrink by sealing. */
const MIN_SEALED_SAMPLES = 32;

/**
 * Drops the oldest chunks until the heap is below its cap by a margin. When there are not enough, seals the open chunks,
 * which packs them and lets their older part go too. When even that is not enough, leaves it until the heap has grown.
 */
export function evictForMemory(state: HeadState): void {
  const { heap, totals } = state;
  heap.collect();
  if (heap.excessBytes === 0 || heap.usedBytes < state.evictAboveBytes) return;
  totals.memoryEvictions++;
  dropForMemory(state);
  if (heap.excessBytes > 0) {
    sealAllOpen(state);
    dropForMemory(state);
  }
  state.evictAboveBytes = heap.excessBytes > 0 ? heap.usedBytes * RETRY_GROWTH : 0;
}

function dropForMemory(state: HeadState): void {
  const bytes = state.heap.excessBytes;
  const idleMs = state.limits.now() - IDLE_MS;
  const cutoff = bytes === 0 ? null : cutoffFor(state, bytes, idleMs);
  if (cutoff === null) return;
  for (let slot = 0; slot < state.series.slotsUsed; slot++) {
    state.totals.samplesDroppedByMemory +=
      dropSealedBefore(state, slot, cutoff) + dropOpenBefore(state, slot, Math.min(cutoff, idleMs));
  }
  state.heap.collect();
}

function sealAllOpen(state: HeadState): void {
  const { series, heap } = state;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    if (openCount(heap.view, series.field(slot, RECORD.open)) >= MIN_SEALED_SAMPLES) sealOpen(state, slot);
  }
}

/** The time before which about `bytes` bytes of chunks end; null when there are no chunks. */
function cutoffFor(state: HeadState, bytes: number, idleMs: number): number | null {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  forEachBlock(state, idleMs, (endMs) => {
    if (endMs < oldest) oldest = endMs;
    if (endMs > newest) newest = endMs;
  });
  if (newest < oldest) return null;
  const width = Math.max(1, Math.ceil((newest - oldest + 1) / BINS));
  const byAge = new Float64Array(BINS);
  forEachBlock(state, idleMs, (endMs, pointer) => {
    const bin = Math.floor((endMs - oldest) / width);
    byAge[bin] = (byAge[bin] as number) + state.heap.sizeOf(pointer);
  });
  let bin = 0;
  for (let sum = 0; bin < BINS && sum < bytes; bin++) sum += byAge[bin] as number;
  return oldest + bin * width;
}

/** Visits every chunk, every histogram, and the open chunks of idle series, with the time of the newest sample. */
function forEachBlock(state: HeadState, idleMs: number, visit: (endMs: number, pointer: number) => void): void {
  const { series, heap } = state;
  const { view } = heap;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    const directory = series.field(slot, RECORD.directory);
    const end = directory === 0 ? 0 : series.field(slot, RECORD.end);
    for (let i = series.field(slot, RECORD.first); i < end; i++) {
      visit(entryMaxTime(view, directory, i), entryChunk(view, directory, i));
    }
    const list = series.field(slot, RECORD.histograms);
    const histograms = histogramCount(view, list);
    for (let i = 0; i < histograms; i++) visit(histogramTimeAt(view, list, i), histogramPointerAt(view, list, i));
    const openMs = openEndMs(state, slot);
    if (openMs < idleMs) visit(openMs, series.field(slot, RECORD.open));
  }
}

/**
 * Removes the series that were idle for the longest, with all their samples, until those left should take `bytes` bytes
 * less; series with samples of the last hour stay. For when series themselves are what fills the memory.
 */
export function evictIdleSeries(state: HeadState, bytes: number, bytesPerSeries: number): void {
  const { series, totals } = state;
  const idleMs = state.limits.now() - IDLE_MS;
  const idle: number[] = [];
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    if (series.isLive(slot) && newestMs(state, slot) < idleMs) idle.push(slot);
  }
  const newest = new Map(idle.map((slot) => [slot, newestMs(state, slot)]));
  idle.sort((a, b) => (newest.get(a) as number) - (newest.get(b) as number));
  for (const slot of idle.slice(0, Math.ceil(bytes / bytesPerSeries))) {
    totals.samplesDroppedByMemory += dropAllSamples(state, slot);
    series.remove(slot);
    totals.seriesRemoved++;
  }
  state.heap.collect();
}

/** Time of the newest sample; for a series without samples, since when it has none. */
function newestMs({ series, heap }: HeadState, slot: number): number {
  const list = series.field(slot, RECORD.histograms);
  const histogramMs = list === 0 ? Number.NEGATIVE_INFINITY : histogramTimes(heap.view, list).maxMs;
  const newest = Math.max(series.lastTime[slot] as number, histogramMs);
  return Number.isFinite(newest) ? newest : (series.emptySince[slot] as number);
}
