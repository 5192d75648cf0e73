/** The head's periodic work: retention, and the end of series that have no samples any more. */
import { dropChunksBefore } from './head-evict.ts';
import type { HeadState } from './head-state.ts';
import { RECORD } from './layout.ts';
import { openCount, openTimeAt } from './open-chunk.ts';

/** What one round of maintenance did. */
export type MaintainResult = { readonly samplesDropped: number; readonly seriesRemoved: number };

/** Drops what is older than the retention, removes series that were empty for the grace, and reclaims their memory. */
export function maintainHead(state: HeadState, nowMs: number): MaintainResult {
  const { series, heap, limits, totals } = state;
  const cutoff = nowMs - limits.retentionMs;
  state.bounds.refresh();
  let samplesDropped = dropChunksBefore(state, cutoff);
  let seriesRemoved = 0;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    if (!series.isLive(slot)) continue;
    samplesDropped += dropOpenBefore(state, slot, cutoff);
    if (hasSamples(state, slot)) {
      series.emptySince[slot] = Number.POSITIVE_INFINITY;
      continue;
    }
    series.lastTime[slot] = Number.NEGATIVE_INFINITY;
    if ((series.emptySince[slot] as number) > nowMs) series.emptySince[slot] = nowMs;
    if (nowMs - (series.emptySince[slot] as number) >= limits.emptySeriesGraceMs) {
      series.remove(slot);
      seriesRemoved++;
    }
  }
  heap.collect();
  totals.samplesDroppedByRetention += samplesDropped;
  totals.seriesRemoved += seriesRemoved;
  return { samplesDropped, seriesRemoved };
}

function hasSamples({ series }: HeadState, slot: number): boolean {
  return (
    series.field(slot, RECORD.directory) !== 0 ||
    series.field(slot, RECORD.open) !== 0 ||
    series.field(slot, RECORD.histograms) !== 0
  );
}

/** Drops the open chunk when its newest sample is before the cutoff (then all sealed ones are too). */
function dropOpenBefore(state: HeadState, slot: number, cutoffMs: number): number {
  const { series, heap } = state;
  const open = series.field(slot, RECORD.open);
  const count = openCount(heap.view, open);
  if (count === 0 || openTimeAt(heap.view, open, count - 1) >= cutoffMs) return 0;
  series.change(slot, (words, at) => {
    words[at + RECORD.open] = 0;
  });
  heap.retire('open', open);
  state.totals.samplesStored -= count;
  return count;
}
