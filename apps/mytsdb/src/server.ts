/** Wires the server: store, query threads, listeners, life cycle; and takes it down again. */
import { availableParallelism } from 'node:os';
import { createStatusApi, matchRoute } from '@chimera/http-api-v1';
import { DEFAULT_OTLP_LIMITS, OtlpMetricsDecoder } from '@chimera/ingest-otlp';
import { DEFAULT_ENGINE_OPTIONS } from '@chimera/promql-engine';
import type { Clock } from '@chimera/testing';
import { createHead } from '@chimera/tsdb-head';
import { createWriterTurns } from '@chimera/tsdb-storage';
import type { Logger } from 'pino';
import { collectGarbage } from './collect-garbage.ts';
import { openDataDir } from './data-dir.ts';
import { headStore } from './head-store.ts';
import { answerRequests } from './http/answer-requests.ts';
import { createApiHandler } from './http/api-handler.ts';
import { createHandler } from './http/handler.ts';
import { createTransit } from './http/transit.ts';
import { createLifecycle } from './lifecycle.ts';
import { federationHandler } from './listeners/federation.ts';
import { listenFlight } from './listeners/flight.ts';
import type { GrpcDoor } from './listeners/grpc.ts';
import { listenHttp } from './listeners/http.ts';
import type { Listener } from './listeners/listener.ts';
import { observeCalls } from './listeners/observe-calls.ts';
import { listenOtlpGrpc } from './listeners/otlp-grpc.ts';
import { otlpHttpHandler, otlpPortHandler } from './listeners/otlp-http.ts';
import { remoteReadHandler } from './listeners/remote-read.ts';
import { remoteWriteHandler } from './listeners/remote-write.ts';
import { textImportHandler } from './listeners/text-import.ts';
import { logCall } from './log-call.ts';
import { automaticMemoryLimit, automaticTransitLimit } from './memory-limit.ts';
import { watchEventLoop } from './metrics/event-loop.ts';
import { createServerMetrics } from './metrics/server-metrics.ts';
import { engineOptions } from './options/engine-options.ts';
import { otlpOptions } from './options/otlp-options.ts';
import type { ParsedOptions } from './options/parse-options.ts';
import { createJsonThread } from './otlp-json/json-thread.ts';
import { overloadCheck } from './overload.ts';
import { createHttpGate } from './protection/http-gate.ts';
import { OPEN, type Protection } from './protection/protection.ts';
import { startWorkerThread } from './query/query-thread.ts';
import { createWorkerPool } from './query/worker-pool.ts';
import { createReadThread } from './read/read-thread.ts';
import { openReadyFile } from './ready-file.ts';
import { createRequestIds } from './request-ids.ts';
import { createStatusProvider } from './status.ts';
import { builtWebPage } from './web-folder.ts';

export type RunningServer = {
  readonly listeners: readonly Listener[];
  /** Stops accepting, lets requests end, gives the lock back. Resolves within 9 s. */
  stop(): Promise<void>;
};

/** Long enough that the seeder has closed its stream. */
const COLLECT_AFTER_MS = 500;
/** A query thread looks at its deadline and its cancellation far more often than this. */
const DEAF_THREAD_MS = 5_000;
/** A request of matchers compresses well. */
const READ_EXPANSION = 4;
const MAINTENANCE_MS = 5_000;
const TICK_MS = 1_000;
const STREAMS = { bodies: new Set(['/api/v1/import/prometheus']), answers: new Set(['/api/v1/read']) };
const QUERY_GRACE_MS = 6_000;
const LISTENER_GRACE_MS = 7_500;

/** Throws StartError with the next step when it cannot start. */
export async function startServer(
  { options, texts }: ParsedOptions,
  log: Logger,
  clock: Clock,
): Promise<RunningServer> {
  const startedMs = clock.now();
  const protection = await protectionOf(options['web.config.file']);
  const dataDir = openDataDir(options.dataDir);
  const undo: (() => unknown)[] = [() => dataDir.release(), () => protection.end()];
  const listeners: Listener[] = [];
  try {
    const readyFile = openReadyFile(options.readyFile, dataDir.startToken);
    const head = createHead({
      now: () => clock.now(),
      retentionMs: options.retention,
      maxMemoryBytes: options.maxMemory ?? automaticMemoryLimit(),
      maxSeries: options.maxSeries,
      outOfOrderWindowMs: options.outOfOrderWindow,
      futureToleranceMs: options.futureTolerance,
      maxLabels: options.maxLabels,
      maxLabelNameBytes: options.maxLabelNameBytes,
      maxLabelValueBytes: options.maxLabelValueBytes,
      maxExemplars: options.maxExemplars,
    });
    const store = headStore(head);
    const lifecycle = createLifecycle({
      expectSeed: options.expectSeed,
      clock,
      clear: () => store.clear(),
      onChange: ({ state, reason }) => {
        log.info({ state, reason }, 'state');
        if (state === 'ready') {
          readyFile.write();
          if (options.expectSeed) setTimeout(collectGarbage, COLLECT_AFTER_MS).unref();
        } else {
          readyFile.remove();
        }
      },
    });

    const limits = {
      maxQueryLength: options.queryMaxLength,
      maxPointsPerSeries: options.queryMaxPoints,
      maxResultBytes: options.queryMaxResultBytes,
      timeoutMs: options.queryTimeout,
    };
    const threads = options.queryWorkers > 0 ? options.queryWorkers : Math.max(2, availableParallelism() - 1);
    const pool = createWorkerPool({
      threads,
      maxConcurrency: options.queryMaxConcurrency,
      maxQueue: options.queryMaxQueue,
      timeoutMs: options.queryTimeout,
      graceMs: DEAF_THREAD_MS,
      // Durations of less than a millisecond count, and a clock that is set must not end queries.
      now: () => performance.now(),
      start: startWorkerThread({
        file: new URL(`./query/query-worker${import.meta.url.slice(-3)}`, import.meta.url),
        engine: engineOptions(DEFAULT_ENGINE_OPTIONS, options),
        limits,
        heapBytes: options.queryWorkerHeap,
        openReader: () => head.readerPort(),
        closeReader: (handle) => head.releaseReader(handle),
      }),
      observer: {
        finished: ({ path, requestId, query, body }, seconds, { error }) => {
          const match = matchRoute('GET', path);
          metrics.query(match.found === 'route' ? match.route.path : 'unknown', seconds, error?.type ?? null);
          if (error?.type === 'internal')
            log.error({ requestId, path, query, body, error: error.message, stack: error.stack }, 'query failed');
        },
        refused: (reason) => metrics.queryRefused(reason),
        crashed: (error, request) => {
          metrics.workerCrashed();
          log.error(
            {
              err: error,
              requestId: request?.requestId,
              path: request?.path,
              query: request?.query,
              body: request?.body,
            },
            'a query thread ended',
          );
        },
      },
    });
    undo.push(() => pool.close(0));

    const eventLoop = watchEventLoop();
    let connections = (): Record<string, number> => ({});
    const turns = createWriterTurns();
    const transit = createTransit(options.maxTransitBytes ?? automaticTransitLimit());
    const metrics = createServerMetrics({
      store,
      lifecycle,
      eventLoop,
      queries: () => pool.counts(),
      connections: () => connections(),
      waitingWrites: () => turns.waiting,
      transitBytes: () => transit.usedBytes,
      startedMs,
    });
    const maintenance = setInterval(() => store.maintain(), MAINTENANCE_MS).unref();
    const ticking = setInterval(() => lifecycle.tick(), TICK_MS).unref();
    undo.push(() => {
      clearInterval(maintenance);
      clearInterval(ticking);
      eventLoop.stop();
    });

    const status = createStatusProvider({
      store,
      clock,
      startedMs,
      texts,
      threads,
      queries: pool,
    });
    const { queryMaxResultBytes: maxResultBytes } = options;
    const reads = createReadThread({
      file: new URL(`./read/read-worker${import.meta.url.slice(-3)}`, import.meta.url),
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
    undo.push(() => reads.close());
    const gate = createHttpGate(protection, (reason) => metrics.unauthenticated('http', reason));
    const { appender } = store;
    const { maxMessageBytes } = options;
    const now = (): number => clock.now();
    const overloaded = overloadCheck({
      waiting: () => turns.waiting,
      maxWaiting: options.maxWaitingWrites,
      memory: () => store.memory(),
    });
    const writing = { appender, metrics, turns, transit, overloaded };
    const maxPoints = options.maxSamplesPerRequest;
    const otlpLimits = { ...DEFAULT_OTLP_LIMITS, maxMessageBytes, maxPoints };
    const decoder = new OtlpMetricsDecoder(appender, otlpLimits, otlpOptions(options));
    const json = createJsonThread(
      new URL(`./otlp-json/json-worker${import.meta.url.slice(-3)}`, import.meta.url),
      options.queryWorkerHeap,
    );
    undo.push(() => json.end());
    const otlpHttp = otlpHttpHandler({ ...writing, decoder, lifecycle, maxMessageBytes, convertJson: json.convert });
    const requestIds = createRequestIds(dataDir.startToken);
    const answered = answerRequests({ requestIds, metrics, accessLog: options.accessLog, log });
    const handle = createHandler({
      gate,
      api: createApiHandler({
        lifecycle,
        executor: pool,
        status: createStatusApi(status, options.queryMaxResultBytes),
        head: () => store.stats(),
        maxFormBytes: options.maxFormBytes,
        transit,
      }),
      ingest: new Map([
        [
          '/api/v1/write',
          remoteWriteHandler({ ...writing, maxBodyBytes: options.maxWriteBytes, maxSamples: maxPoints }),
        ],
        ['/api/v1/otlp/v1/metrics', otlpHttp],
        ['/api/v1/import/prometheus', textImportHandler({ ...writing, now, maxBytes: options.maxImportBytes })],
        ['/api/v1/read', remoteReadHandler({ reads, lifecycle, metrics, maxBodyBytes: options.maxReadBytes, transit })],
        ['/federate', federationHandler({ reads, lifecycle, metrics, transit })],
      ]),
      lifecycle,
      startToken: dataDir.startToken,
      metrics,
      webFolder: options.webDir ?? builtWebPage(),
      corsOrigin: options.corsOrigin,
    });
    const { host, maxConnections } = options;
    const httpDoor = {
      host,
      maxConnections,
      tls: protection.tls,
      headerTimeoutMs: options.headerTimeout,
      readTimeoutMs: options.readTimeout,
      writeTimeoutMs: options.writeTimeout,
      streams: STREAMS,
      onLimit: (limit: string) => metrics.limitPassed(limit),
    };
    const http = await listenHttp({
      ...httpDoor,
      name: 'HTTP',
      flag: 'http-port',
      port: options.httpPort,
      handle: answered(handle),
    });
    listeners.push(http);
    const door = (protocol: string): GrpcDoor => ({
      ...protection,
      maxConnections,
      onRefused: (reason) => metrics.unauthenticated(protocol, reason),
      onDrop: () => metrics.limitPassed('connections'),
      pingMs: options.grpcPing,
      onSilent: () => metrics.limitPassed('grpc_ping'),
      observe: observeCalls(requestIds, options.readTimeout, (call) => {
        metrics.grpcCall(protocol, call.method, call.code, call.seconds);
        if (call.limit !== null) metrics.limitPassed(call.limit);
        logCall(log, options.accessLog, protocol, call);
      }),
    });
    listeners.push(
      await listenFlight({
        host,
        port: options.arrowPort,
        maxMessageBytes: options.maxMessageBytes,
        door: door('flight'),
        enableAdmin: options.enableAdmin,
        store,
        turns,
        maxBatchSamples: options.maxSamplesPerRequest,
        lifecycle,
        metrics,
        executor: pool,
        transit,
        now: () => clock.now(),
        startToken: dataDir.startToken,
        startedMs,
      }),
    );
    listeners.push(
      await listenOtlpGrpc({
        ...options.address,
        maxMessageBytes: options.maxMessageBytes,
        door: door('otlp_grpc'),
        ...writing,
        decoder,
        lifecycle,
      }),
    );
    const otlpPort = await listenHttp({
      ...httpDoor,
      name: 'OTLP/HTTP',
      flag: 'otlp-http-port',
      port: options.otlpHttpPort,
      handle: answered(otlpPortHandler({ gate, serve: otlpHttp, corsOrigin: options.corsOrigin })),
    });
    listeners.push(otlpPort);
    connections = () => ({ http: http.connections(), otlp_http: otlpPort.connections() });
    lifecycle.serving();
    pool.warm();
    return {
      listeners,
      stop: async () => {
        lifecycle.draining();
        readyFile.remove();
        await Promise.all([pool.close(QUERY_GRACE_MS), ...listeners.map((one) => one.close(LISTENER_GRACE_MS))]);
        for (const step of undo.reverse()) await step();
      },
    };
  } catch (error) {
    await Promise.all(listeners.map((one) => one.close(0)));
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

/** YAML and bcrypt are loaded when they are needed: most servers stay open. */
async function protectionOf(file: string | null): Promise<Protection> {
  if (file === null) return OPEN;
  const { openProtection } = await import('./protection/open-protection.ts');
  return openProtection(file, new URL(`./protection/bcrypt-worker${import.meta.url.slice(-3)}`, import.meta.url));
}
