/** What the head tells about itself: for /metrics, status/tsdb and the start table. */
import { entryMaxTime, entryMinTime } from './chunk-directory.ts';
import type { HeadState, HeadTotals } from './head-state.ts';
import type { HeapPart } from './heap.ts';
import { histogramTimes } from './histogram-list.ts';
import { RECORD } from './layout.ts';
import { openCount, openTimeAt } from './open-chunk.ts';

export type HeadStats = HeadTotals & {
  readonly series: number;
  /** Unix ms; null when there are no samples. */
  readonly minTimeMs: number | null;
  readonly maxTimeMs: number | null;
  readonly symbols: number;
  readonly bytesByPart: Readonly<Record<HeapPart, number>>;
  /** Bytes in use, limbo included; `totalBytes` is the shared memory behind it. */
  readonly usedBytes: number;
  readonly limboBytes: number;
  readonly totalBytes: number;
  /** Infinity: no cap. */
  readonly maxBytes: number;
  /** Times that the heap had to grow beyond its cap. */
  readonly overshoots: number;
};

/** Costs a pass over the series: some tens of nanoseconds each. */
export function headStats(state: HeadState): HeadStats {
  const { heap, series, totals, limits } = state;
  let minTimeMs = Number.POSITIVE_INFINITY;
  let maxTimeMs = Number.NEGATIVE_INFINITY;
  for (let slot = 0; slot < series.slotsUsed; slot++) {
    const first = series.field(slot, RECORD.first);
    const end = series.field(slot, RECORD.end);
    const directory = series.field(slot, RECORD.directory);
    if (end > first) {
      minTimeMs = Math.min(minTimeMs, entryMinTime(heap.view, directory, first));
      maxTimeMs = Math.max(maxTimeMs, entryMaxTime(heap.view, directory, end - 1));
    }
    const open = series.field(slot, RECORD.open);
    if (open !== 0) {
      minTimeMs = Math.min(minTimeMs, openTimeAt(heap.view, open, 0));
      maxTimeMs = Math.max(maxTimeMs, openTimeAt(heap.view, open, openCount(heap.view, open) - 1));
    }
    const histograms = series.field(slot, RECORD.histograms);
    if (histograms !== 0) {
      const times = histogramTimes(heap.view, histograms);
      minTimeMs = Math.min(minTimeMs, times.minMs);
      maxTimeMs = Math.max(maxTimeMs, times.maxMs);
    }
  }
  return {
    ...totals,
    series: series.liveCount,
    minTimeMs: Number.isFinite(minTimeMs) ? minTimeMs : null,
    maxTimeMs: Number.isFinite(maxTimeMs) ? maxTimeMs : null,
    symbols: series.symbols.size,
    bytesByPart: { ...heap.bytesByPart },
    usedBytes: heap.usedBytes,
    limboBytes: heap.limboBytes,
    totalBytes: heap.totalBytes,
    maxBytes: limits.maxMemoryBytes,
    overshoots: heap.overshoots,
  };
}
