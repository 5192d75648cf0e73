/** The head as the server's store. */
import type { Head } from '@chimera/tsdb-head';
import type { Store } from './store.ts';

export function headStore(head: Head): Store {
  return {
    appender: head,
    exemplars: head,
    stats: () => {
      const stats = head.stats();
      return {
        chunkCount: stats.chunks,
        // Prometheus' head answers with the extremes of int64 when it is empty; these read as no time at all.
        minTimeMs: stats.minTimeMs ?? 0,
        maxTimeMs: stats.maxTimeMs ?? 0,
        series: stats.series,
        samples: stats.samplesStored,
        exemplars: head.exemplarCount(),
        memoryBytes: { ...stats.bytesByPart, reserved: stats.totalBytes, limbo: stats.limboBytes },
        usedBytes: stats.usedBytes,
        maxBytes: stats.maxBytes,
        droppedSamples: { retention: stats.samplesDroppedByRetention, memory: stats.samplesDroppedByMemory },
      };
    },
    memory: () => head.memory(),
    metadata: () => head.metadataByFamily(),
    clear: () => head.clear(),
    maintain: () => void head.maintain(),
  };
}
