/** The side that writes: what all ingestion protocols share, and the decoder that OTLP's gRPC and HTTP share. */
import { DEFAULT_OTLP_LIMITS, OtlpMetricsDecoder } from '@chimera/ingest-otlp';
import type { Appender, WriterTurns } from '@chimera/tsdb-storage';
import type { Transit } from '../http/transit.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { Options } from '../options/flags.ts';
import { otlpOptions } from '../options/otlp-options.ts';
import { createJsonThread, type JsonThread } from '../otlp-json/json-thread.ts';
import { overloadCheck } from '../overload.ts';
import type { Store } from '../store.ts';
import { workerFile } from '../worker-files.ts';

/** What a handler of any protocol needs to write. */
export type Writing = {
  readonly appender: Appender;
  readonly metrics: ServerMetrics;
  /** Large writes in slices, one request after the other. */
  readonly turns: WriterTurns;
  readonly transit: Transit;
  /** Why no write should be taken now, or null. */
  readonly overloaded: () => string | null;
};

export type OtlpParts = {
  /** One for gRPC and HTTP: delta series add up whichever way they come. */
  readonly decoder: OtlpMetricsDecoder;
  readonly json: JsonThread;
};

export type WritingOptions = {
  readonly options: Options;
  readonly store: Store;
  readonly metrics: ServerMetrics;
  readonly turns: WriterTurns;
  readonly transit: Transit;
};

export function openWriting({ options, store, metrics, turns, transit }: WritingOptions): Writing {
  const overloaded = overloadCheck({
    waiting: () => turns.waiting,
    maxWaiting: options.maxWaitingWrites,
    memory: () => store.memory(),
  });
  return { appender: store.appender, metrics, turns, transit, overloaded };
}

export function openOtlp(options: Options, appender: Appender): OtlpParts {
  const { maxMessageBytes, maxSamplesPerRequest: maxPoints } = options;
  const limits = { ...DEFAULT_OTLP_LIMITS, maxMessageBytes, maxPoints };
  return {
    decoder: new OtlpMetricsDecoder(appender, limits, otlpOptions(options)),
    json: createJsonThread(workerFile('otlp-json/json-worker'), options.queryWorkerHeap),
  };
}
