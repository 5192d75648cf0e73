/** Emptying the head, for a new seed. */
import { dropAllSamples } from './head-drop.ts';
import type { HeadState } from './head-state.ts';
import { CONTROL } from './layout.ts';

/** Removes all series; readers start their index anew. */
export function clearHead(state: HeadState): void {
  const { series, heap, totals } = state;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    if (!series.isLive(slot)) continue;
    dropAllSamples(state, slot);
    series.remove(slot);
    totals.seriesRemoved++;
  }
  Atomics.add(heap.control, CONTROL.indexGeneration, 1);
  heap.collect();
}
