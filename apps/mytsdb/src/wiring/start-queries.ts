/** The side that reads the store: query threads for the API and Flight, and the one thread of remote read and federation. */
import { availableParallelism } from 'node:os';
import { matchRoute } from '@chimera/http-api-v1';
import { DEFAULT_ENGINE_OPTIONS } from '@chimera/promql-engine';
import type { Head } from '@chimera/tsdb-head';
import type { Logger } from 'pino';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { engineOptions } from '../options/engine-options.ts';
import type { Options } from '../options/flags.ts';
import { startWorkerThread } from '../query/query-thread.ts';
import { createWorkerPool, type PoolObserver, type WorkerPool } from '../query/worker-pool.ts';
import { createReadThread, type ReadThread } from '../read/read-thread.ts';
import { workerFile } from '../worker-files.ts';

export type ReadingOptions = {
  readonly options: Options;
  readonly log: Logger;
  readonly head: Head;
  readonly metrics: ServerMetrics;
};

/** A query thread looks at its deadline and its cancellation far more often than this. */
const DEAF_THREAD_MS = 5_000;
/** A request of matchers compresses well. */
const READ_EXPANSION = 4;

/** Query threads at most. */
export function queryThreads({ queryWorkers }: Options): number {
  return queryWorkers > 0 ? queryWorkers : Math.max(2, availableParallelism() - 1);
}

export function startQueryPool({ options, log, head, metrics }: ReadingOptions): WorkerPool {
  return createWorkerPool({
    threads: queryThreads(options),
    maxConcurrency: options.queryMaxConcurrency,
    maxQueue: options.queryMaxQueue,
    timeoutMs: options.queryTimeout,
    graceMs: DEAF_THREAD_MS,
    // Durations of less than a millisecond count, and a clock that is set must not end queries.
    now: () => performance.now(),
    start: startWorkerThread({
      file: workerFile('query/query-worker'),
      engine: engineOptions(DEFAULT_ENGINE_OPTIONS, options),
      limits: {
        maxQueryLength: options.queryMaxLength,
        maxPointsPerSeries: options.queryMaxPoints,
        maxResultBytes: options.queryMaxResultBytes,
        timeoutMs: options.queryTimeout,
      },
      heapBytes: options.queryWorkerHeap,
      openReader: () => head.readerPort(),
      closeReader: (handle) => head.releaseReader(handle),
    }),
    observer: observePool(metrics, log),
  });
}

function observePool(metrics: ServerMetrics, log: Logger): PoolObserver {
  return {
    finished: ({ path, requestId, query, body }, seconds, { error }) => {
      const match = matchRoute('GET', path);
      metrics.query(match.found === 'route' ? match.route.path : 'unknown', seconds, error?.type ?? null);
      if (error?.type === 'internal')
        log.error({ requestId, path, query, body, error: error.message, stack: error.stack }, 'query failed');
    },
    refused: (reason) => metrics.queryRefused(reason),
    crashed: (error, request) => {
      metrics.workerCrashed();
      const { requestId, path, query, body } = request ?? {};
      log.error({ err: error, requestId, path, query, body }, 'a query thread ended');
    },
  };
}

export function startReads({ options, log, head, metrics }: ReadingOptions): ReadThread {
  const { queryMaxResultBytes: maxResultBytes } = options;
  return createReadThread({
    file: workerFile('read/read-worker'),
    setup: {
      remoteRead: {
        maxBodyBytes: options.maxReadBytes,
        maxDecodedBytes: READ_EXPANSION * options.maxReadBytes,
        maxSamples: options.readMaxSamples,
        maxConcurrent: options.readMaxConcurrency,
        maxResultBytes,
      },
      federation: { maxSelectorLength: options.queryMaxLength, maxResultBytes },
      lookbackMs: options.queryLookbackDelta,
    },
    heapBytes: options.queryWorkerHeap,
    openReader: () => head.readerPort(),
    closeReader: (handle) => head.releaseReader(handle),
    onCrash: (error) => {
      metrics.workerCrashed();
      log.error({ err: error }, 'the reading thread ended');
    },
  });
}
