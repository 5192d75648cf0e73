/** Dropping samples of one series: everything, or what is older than a time. */
import { firstEntryReaching } from './chunk-directory.ts';
import { dropHistogramsBefore } from './head-histograms.ts';
import { dropOldest } from './head-seal.ts';
import { dropStartsBefore } from './head-starts.ts';
import type { HeadState } from './head-state.ts';
import { RECORD } from './layout.ts';
import { openCount, openTimeAt } from './open-chunk.ts';

export function hasSamples({ series }: HeadState, slot: number): boolean {
  return [RECORD.directory, RECORD.open, RECORD.histograms].some((word) => series.field(slot, word) !== 0);
}

/** Drops sealed chunks all of whose samples are before the cutoff, and histograms before it; returns how many samples. */
export function dropSealedBefore(state: HeadState, slot: number, cutoffMs: number): number {
  const { series, heap } = state;
  dropStartsBefore(state, slot, cutoffMs);
  const histograms = dropHistogramsBefore(state, slot, cutoffMs);
  const directory = series.field(slot, RECORD.directory);
  if (directory === 0) return histograms;
  const first = series.field(slot, RECORD.first);
  const keep = firstEntryReaching(heap.view, directory, first, series.field(slot, RECORD.end), cutoffMs);
  return keep > first ? histograms + dropOldest(state, slot, keep) : histograms;
}

/** Time of the newest sample of the open chunk; Infinity when there is none. */
export function openEndMs({ series, heap }: HeadState, slot: number): number {
  const open = series.field(slot, RECORD.open);
  return open === 0 ? Number.POSITIVE_INFINITY : openTimeAt(heap.view, open, openCount(heap.view, open) - 1);
}

/** Drops the open chunk when its newest sample is before the cutoff; call {@link dropSealedBefore} first. */
export function dropOpenBefore(state: HeadState, slot: number, cutoffMs: number): number {
  if (!(openEndMs(state, slot) < cutoffMs)) return 0;
  const { series, heap } = state;
  const open = series.field(slot, RECORD.open);
  const count = openCount(heap.view, open);
  series.change(slot, (words, at) => {
    words[at + RECORD.open] = 0;
  });
  heap.retire('open', open);
  if (series.field(slot, RECORD.directory) === 0) series.lastTime[slot] = Number.NEGATIVE_INFINITY;
  state.totals.samplesStored -= count;
  return count;
}

/** Drops all samples of a series; returns how many. */
export function dropAllSamples(state: HeadState, slot: number): number {
  const sealed = dropSealedBefore(state, slot, Number.POSITIVE_INFINITY);
  return sealed + dropOpenBefore(state, slot, Number.POSITIVE_INFINITY);
}
