/** What the two HTTP ports serve: the API, the protocols that write and read, the web page; and OTLP alone. */
import { createStatusApi } from '@chimera/http-api-v1';
import type { Serve } from '../http/answer-requests.ts';
import { createApiHandler } from '../http/api-handler.ts';
import { createHandler, type IngestHandler } from '../http/handler.ts';
import { federationHandler } from '../listeners/federation.ts';
import { otlpHttpHandler, otlpPortHandler } from '../listeners/otlp-http.ts';
import { remoteReadHandler } from '../listeners/remote-read.ts';
import { remoteWriteHandler } from '../listeners/remote-write.ts';
import { textImportHandler } from '../listeners/text-import.ts';
import type { ParsedOptions } from '../options/parse-options.ts';
import { createHttpGate } from '../protection/http-gate.ts';
import type { ReadThread } from '../read/read-thread.ts';
import { createStatusProvider } from '../status.ts';
import { builtWebPage } from '../web-folder.ts';
import type { ServerParts } from './server-parts.ts';
import { queryThreads } from './start-queries.ts';

export type RouteOptions = ParsedOptions & ServerParts & { readonly reads: ReadThread };

export type HttpRoutes = {
  /** Of the port of the API. */
  readonly api: Serve;
  /** Of the port that is OTLP's. */
  readonly otlp: Serve;
};

export function httpRoutes(parts: RouteOptions): HttpRoutes {
  const { options, lifecycle, protection, startToken } = parts;
  const { metrics } = parts.writing;
  const { corsOrigin } = options;
  const gate = createHttpGate(protection, (reason) => metrics.unauthenticated('http', reason));
  const otlpHttp = otlpHttpHandler({
    ...parts.writing,
    decoder: parts.otlp.decoder,
    convertJson: parts.otlp.json.convert,
    lifecycle,
    maxMessageBytes: options.maxMessageBytes,
  });
  const api = createHandler({
    gate,
    api: apiRoutes(parts),
    ingest: protocolRoutes(parts, otlpHttp),
    lifecycle,
    startToken,
    metrics,
    webFolder: options.webDir ?? builtWebPage(),
    corsOrigin,
  });
  return { api, otlp: otlpPortHandler({ gate, serve: otlpHttp, corsOrigin }) };
}

/** `/api/v1/*`, of Prometheus' API. */
function apiRoutes({ options, texts, clock, startedMs, store, lifecycle, pool, writing }: RouteOptions) {
  const threads = queryThreads(options);
  const status = createStatusProvider({ store, clock, startedMs, texts, threads, queries: pool });
  return createApiHandler({
    lifecycle,
    executor: pool,
    status: createStatusApi(status, options.queryMaxResultBytes),
    head: () => store.stats(),
    maxFormBytes: options.maxFormBytes,
    transit: writing.transit,
  });
}

/** Paths of protocols that write, or read, in a way of their own. */
function protocolRoutes(parts: RouteOptions, otlpHttp: IngestHandler): ReadonlyMap<string, IngestHandler> {
  const { options, clock, lifecycle, reads, writing } = parts;
  const reading = { reads, lifecycle, metrics: writing.metrics, transit: writing.transit };
  const { maxWriteBytes, maxReadBytes, maxSamplesPerRequest: maxSamples, maxImportBytes: maxBytes } = options;
  return new Map([
    ['/api/v1/write', remoteWriteHandler({ ...writing, maxBodyBytes: maxWriteBytes, maxSamples })],
    ['/api/v1/otlp/v1/metrics', otlpHttp],
    ['/api/v1/import/prometheus', textImportHandler({ ...writing, now: () => clock.now(), maxBytes })],
    ['/api/v1/read', remoteReadHandler({ ...reading, maxBodyBytes: maxReadBytes })],
    ['/federate', federationHandler(reading)],
  ]);
}
