/** Making room: the oldest chunks of all series go, by retention (age) or by the memory cap. */
import { entryChunk, entryMaxTime, firstEntryReaching } from './chunk-directory.ts';
import { dropHistogramsBefore } from './head-histograms.ts';
import { dropOldest, sealOpen } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { histogramCount, histogramPointerAt, histogramTimeAt } from './histogram-list.ts';
import { RECORD } from './layout.ts';
import { openCount } from './open-chunk.ts';

/** Width of the age classes that eviction chooses its cutoff from. */
const BINS = 512;

/** After an eviction that did not help enough, the next one waits until the heap has grown by this factor. */
const RETRY_GROWTH = 1.02;

/** Open chunks with fewer samples would not shrink by sealing. */
const MIN_SEALED_SAMPLES = 32;

/** Drops sealed chunks all of whose samples are before `cutoffMs`, and histograms before it; returns how many samples. */
export function dropChunksBefore(state: HeadState, cutoffMs: number): number {
  const { series, heap } = state;
  let samples = 0;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    samples += dropHistogramsBefore(state, slot, cutoffMs);
    const directory = series.field(slot, RECORD.directory);
    if (directory === 0) continue;
    const first = series.field(slot, RECORD.first);
    const end = series.field(slot, RECORD.end);
    const keep = firstEntryReaching(heap.view, directory, first, end, cutoffMs);
    if (keep > first) samples += dropOldest(state, slot, keep);
  }
  return samples;
}

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
  const cutoff = bytes === 0 ? null : cutoffFor(state, bytes);
  if (cutoff === null) return;
  state.totals.samplesDroppedByMemory += dropChunksBefore(state, cutoff);
  state.heap.collect();
}

function sealAllOpen(state: HeadState): void {
  const { series, heap } = state;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    if (openCount(heap.view, series.field(slot, RECORD.open)) >= MIN_SEALED_SAMPLES) sealOpen(state, slot);
  }
}

/** The time before which about `bytes` bytes of chunks end; null when there are no chunks. */
function cutoffFor(state: HeadState, bytes: number): number | null {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  forEachBlock(state, (endMs) => {
    if (endMs < oldest) oldest = endMs;
    if (endMs > newest) newest = endMs;
  });
  if (newest < oldest) return null;
  const width = Math.max(1, Math.ceil((newest - oldest + 1) / BINS));
  const byAge = new Float64Array(BINS);
  forEachBlock(state, (endMs, pointer) => {
    const bin = Math.floor((endMs - oldest) / width);
    byAge[bin] = (byAge[bin] as number) + state.heap.sizeOf(pointer);
  });
  let bin = 0;
  for (let sum = 0; bin < BINS && sum < bytes; bin++) sum += byAge[bin] as number;
  return oldest + bin * width;
}

/** Visits every chunk and every histogram with the time of its newest sample. */
function forEachBlock(state: HeadState, visit: (endMs: number, pointer: number) => void): void {
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
  }
}
