/** Emptying the head, for a new seed. */

import { dropHistogramsBefore } from './head-histograms.ts';
import { dropOldest, publishOpen } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { CONTROL, RECORD } from './layout.ts';

/** Removes all series; readers start their index anew. */
export function clearHead(state: HeadState): void {
  const { series, heap, totals } = state;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    if (!series.isLive(slot)) continue;
    if (series.field(slot, RECORD.directory) !== 0) dropOldest(state, slot, series.field(slot, RECORD.end));
    if (series.field(slot, RECORD.open) !== 0) publishOpen(state, slot, 0);
    dropHistogramsBefore(state, slot, Number.POSITIVE_INFINITY);
    series.remove(slot);
    totals.seriesRemoved++;
  }
  totals.samplesStored = 0;
  Atomics.add(heap.control, CONTROL.indexGeneration, 1);
  heap.collect();
}
