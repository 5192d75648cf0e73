/** What the server needs of a store besides appending and querying. */
import type { HeadSnapshot } from '@chimera/http-api-v1';
import type { MetricMetadata } from '@chimera/tsdb-model';
import type { Appender, ExemplarQueryable } from '@chimera/tsdb-storage';

export type StoreStats = HeadSnapshot & {
  readonly series: number;
  readonly samples: number;
  readonly exemplars: number;
  /** Shared memory by use, bytes. */
  readonly memoryBytes: Readonly<Record<string, number>>;
  /** All of it, and the cap; Infinity: none. */
  readonly usedBytes: number;
  readonly maxBytes: number;
  /** Samples that were dropped, by cause, since the start. */
  readonly droppedSamples: Readonly<Record<string, number>>;
};

export type Store = {
  readonly appender: Appender;
  readonly exemplars: ExemplarQueryable;
  stats(): StoreStats;
  /** Two of these figures, without the pass over all series that the others cost. */
  memory(): Pick<StoreStats, 'usedBytes' | 'maxBytes'>;
  metadata(): ReadonlyMap<string, MetricMetadata>;
  /** Forgets all series and samples. */
  clear(): void;
  /** Drops what is too old or over the memory cap; called every few seconds. */
  maintain(): void;
};
