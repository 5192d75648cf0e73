/** New series: checked, limited, then created. */
import type { Labels } from '@chimera/tsdb-model';
import type { Rejection } from '@chimera/tsdb-storage';
import { evictForMemory, evictIdleSeries } from './head-evict.ts';
import type { HeadState } from './head-state.ts';
import { MAX_SLOTS } from './layout.ts';
import { labelsProblem } from './series-labels.ts';

/** What a series costs outside the shared memory (postings and label sets, per thread), roughly. */
const SERIES_OVERHEAD_BYTES = 1_024;

/** Looking for idle series costs a pass over all. */
const IDLE_EVICTION_PAUSE_MS = 10_000;

/** The slot of a new series, or why it may not be. */
export function createSeries(state: HeadState, labels: Labels): number | Rejection {
  const { limits, series, heap, totals } = state;
  const problem = labelsProblem(labels, limits);
  if (problem !== null) return problem;
  const maxSeries = Math.min(limits.maxSeries, MAX_SLOTS);
  if (series.liveCount >= maxSeries) {
    return {
      reason: 'series_limit',
      message: `${series.liveCount} series live, the limit is ${maxSeries}; send fewer series, or raise --max-series`,
    };
  }
  if (heap.excessBytes > 0) evictForMemory(state);
  const fixed = fixedBytes(state);
  if (fixed > limits.maxMemoryBytes / 2 && !makeRoomForSeries(state, fixed)) {
    return {
      reason: 'memory_limit',
      message:
        `${series.liveCount} series take ${fixed} bytes, half of the memory cap of ${limits.maxMemoryBytes} bytes; ` +
        'send fewer series, or raise --max-memory',
    };
  }
  totals.seriesCreated++;
  return series.create(labels, limits.now());
}

/** Removes idle series; when that does not help, not again for a while. Whether there is room now. */
function makeRoomForSeries(state: HeadState, fixed: number): boolean {
  const { limits, series } = state;
  const now = limits.now();
  if (now < state.nextIdleEvictionMs) return false;
  evictIdleSeries(state, fixed - (limits.maxMemoryBytes * 3) / 8, fixed / series.liveCount);
  const hasRoom = fixedBytes(state) <= limits.maxMemoryBytes / 2;
  if (!hasRoom) state.nextIdleEvictionMs = now + IDLE_EVICTION_PAUSE_MS;
  return hasRoom;
}

/** Bytes that no eviction of chunks can free. */
function fixedBytes({ heap, series }: HeadState): number {
  const { chunks, histograms, starts } = heap.bytesByPart;
  return heap.usedBytes - heap.limboBytes - chunks - histograms - starts + series.liveCount * SERIES_OVERHEAD_BYTES;
}
