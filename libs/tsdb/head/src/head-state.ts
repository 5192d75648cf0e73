/** What the writer's operations share; each head-*.ts file holds the functions of one verb over it. */
import { ChunkEncoder } from '@chimera/tsdb-chunk';
import { Heap } from './heap.ts';
import type { HeadLimits } from './options.ts';
import { SampleColumns } from './sample-columns.ts';
import { SeriesStore } from './series-store.ts';
import { TimeBounds } from './time-bounds.ts';

/** Running totals, for statistics; samples in live series are `samplesStored`. */
export type HeadTotals = {
  samplesAppended: number;
  samplesStored: number;
  chunks: number;
  seriesCreated: number;
  seriesRemoved: number;
  samplesDroppedByRetention: number;
  samplesDroppedByMemory: number;
  memoryEvictions: number;
};

export type HeadState = {
  readonly limits: HeadLimits;
  readonly heap: Heap;
  readonly series: SeriesStore;
  readonly encoder: ChunkEncoder;
  readonly scratch: SampleColumns;
  readonly bounds: TimeBounds;
  /** Eviction rests while the heap uses less: the last one could not free enough. */
  evictAboveBytes: number;
  /** When series may next be removed for being idle, Unix ms. */
  nextIdleEvictionMs: number;
  readonly totals: HeadTotals;
};

export function createHeadState(
  limits: HeadLimits,
  announce: (segment: number, buffer: SharedArrayBuffer) => void,
): HeadState {
  const heap = new Heap(limits.maxMemoryBytes, announce);
  return {
    limits,
    heap,
    series: new SeriesStore(heap),
    encoder: new ChunkEncoder(),
    scratch: new SampleColumns(),
    bounds: new TimeBounds(limits),
    evictAboveBytes: 0,
    nextIdleEvictionMs: Number.NEGATIVE_INFINITY,
    totals: {
      samplesAppended: 0,
      samplesStored: 0,
      chunks: 0,
      seriesCreated: 0,
      seriesRemoved: 0,
      samplesDroppedByRetention: 0,
      samplesDroppedByMemory: 0,
      memoryEvictions: 0,
    },
  };
}
