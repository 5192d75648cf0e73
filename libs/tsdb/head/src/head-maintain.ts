/** The head's periodic work: retention, and the end of series that have no samples any more. */
import { dropOpenBefore, dropSealedBefore, hasSamples } from './head-drop.ts';
import type { HeadState } from './head-state.ts';

/** What one round of maintenance did. */
export type MaintainResult = { readonly samplesDropped: number; readonly seriesRemoved: number };

/** Drops what is older than the retention, removes series that were empty for the grace, and reclaims their memory. */
export function maintainHead(state: HeadState, nowMs: number): MaintainResult {
  const { series, heap, limits, totals } = state;
  const cutoff = nowMs - limits.retentionMs;
  state.bounds.refresh();
  let samplesDropped = 0;
  let seriesRemoved = 0;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    if (!series.isLive(slot)) continue;
    samplesDropped += dropSealedBefore(state, slot, cutoff) + dropOpenBefore(state, slot, cutoff);
    if (hasSamples(state, slot)) {
      series.emptySince[slot] = Number.POSITIVE_INFINITY;
      continue;
    }
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
