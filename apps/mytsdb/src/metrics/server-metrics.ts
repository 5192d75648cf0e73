/** The server's own metric families. */
import { readFileSync } from 'node:fs';
import type { AppendCounts, RejectReason } from '@chimera/tsdb-storage';
import type { Lifecycle } from '../lifecycle.ts';
import type { Store, StoreStats } from '../store.ts';
import { VERSION } from '../version.ts';
import type { EventLoopLag } from './event-loop.ts';
import { createRegistry } from './registry.ts';

export type ServerMetrics = {
  httpRequest(handler: string, method: string, status: number, seconds: number): void;
  query(route: string, seconds: number, errorType: string | null): void;
  queryRefused(reason: string): void;
  limitPassed(limit: string): void;
  /** A write that was put off because too much waits, or memory is short. */
  overloaded(protocol: string): void;
  workerCrashed(): void;
  /** `code` is gRPC's name of the status. */
  grpcCall(protocol: string, method: string, code: string, seconds: number): void;
  /** A request or call without the right credentials. */
  unauthenticated(protocol: string, reason: string): void;
  /** Counts of one request of an ingestion protocol. */
  ingested(protocol: string, counts: Pick<AppendCounts, 'accepted' | 'byReason'>): void;
  text(): string;
};

export type MetricSources = {
  readonly store: Store;
  readonly lifecycle: Lifecycle;
  readonly eventLoop: EventLoopLag;
  readonly queries: () => { readonly threads: number; readonly running: number; readonly queued: number };
  /** Open HTTP connections by port. */
  readonly connections: () => Readonly<Record<string, number>>;
  /** Writes that wait for the writer. */
  readonly waitingWrites: () => number;
  /** Bytes of requests and answers under way. */
  readonly transitBytes: () => number;
  /** Unix ms. */
  readonly startedMs: number;
};

const QUERY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
/** Refusals that a limit caused, and its name in `mytsdb_limit_passed_total`. */
const LIMIT_OF: Readonly<Partial<Record<RejectReason, string>>> = {
  series_limit: 'series',
  memory_limit: 'memory',
  too_many_labels: 'labels',
  label_name_too_long: 'label_name_bytes',
  label_value_too_long: 'label_value_bytes',
};
const STATES = ['starting', 'seeding', 'ready', 'draining'];

export function createServerMetrics(sources: MetricSources): ServerMetrics {
  const { store, lifecycle, eventLoop, queries, connections, waitingWrites, transitBytes, startedMs } = sources;
  const registry = createRegistry();
  // One look at the store serves all families of a scrape.
  let stats = store.stats();
  const http = registry.counter('mytsdb_http_requests_total', 'HTTP requests by handler, method and status code.');
  const httpSeconds = registry.counter('mytsdb_http_request_seconds_total', 'Time spent in HTTP requests.');
  const querySeconds = registry.histogram(
    'mytsdb_query_duration_seconds',
    'From the acceptance of an API query to its answer, waiting included.',
    QUERY_SECONDS,
  );
  const queryErrors = registry.counter('mytsdb_query_errors_total', 'Failed API queries by error type.');
  const refused = registry.counter('mytsdb_queries_refused_total', 'Queries that were not run, by reason.');
  const limits = registry.counter('mytsdb_limit_passed_total', 'Requests refused for a limit, by limit.');
  const grpc = registry.counter('mytsdb_grpc_calls_total', 'gRPC calls by protocol, method and status.');
  const grpcSeconds = registry.counter('mytsdb_grpc_call_seconds_total', 'Time that gRPC calls were open.');
  const unauthenticated = registry.counter(
    'mytsdb_unauthenticated_total',
    'Requests and calls refused at the door, by protocol and reason.',
  );
  const overloads = registry.counter('mytsdb_overloaded_total', 'Writes that were put off, by protocol.');
  const crashes = registry.counter('mytsdb_query_thread_crashes_total', 'Query threads that ended unexpectedly.');
  const accepted = registry.counter('mytsdb_ingested_samples_total', 'Samples accepted, by protocol.');
  const rejected = registry.counter('mytsdb_rejected_samples_total', 'Samples refused, by protocol and reason.');
  crashes.inc({}, 0);

  registry.gauge('mytsdb_build_info', 'Always 1; the labels tell the versions.', () => [
    [{ version: VERSION, nodejs: process.version }, 1],
  ]);
  registry.gauge('mytsdb_state', '1 for the present state of the life cycle.', () =>
    STATES.map((state) => [{ state }, lifecycle.status().state === state ? 1 : 0] as const),
  );
  registry.gauge(
    'mytsdb_seeded_samples',
    'Samples that the present or last seed brought.',
    () => lifecycle.status().seededSamples,
  );
  registry.gauge('mytsdb_series', 'Series in the store.', () => stats.series);
  registry.gauge('mytsdb_samples', 'Samples in the store.', () => stats.samples);
  registry.gauge('mytsdb_exemplars', 'Exemplars in the store.', () => stats.exemplars);
  registry.gauge('mytsdb_chunks', 'Chunks in the store.', () => stats.chunkCount);
  registry.gauge('mytsdb_oldest_sample_seconds', 'Unix time of the oldest sample.', () => stats.minTimeMs / 1000);
  registry.gauge('mytsdb_newest_sample_seconds', 'Unix time of the newest sample.', () => stats.maxTimeMs / 1000);
  registry.gauge('mytsdb_memory_bytes', 'Memory by use.', () => memoryByPart(stats));
  registry.counterOf('mytsdb_dropped_samples_total', 'Stored samples that were dropped, by cause.', () =>
    Object.entries(stats.droppedSamples).map(([cause, samples]) => [{ cause }, samples] as const),
  );
  registry.gauge('mytsdb_queries', 'API queries by state.', () => [
    [{ state: 'running' }, queries().running],
    [{ state: 'queued' }, queries().queued],
  ]);
  registry.gauge('mytsdb_query_threads', 'Query threads alive.', () => queries().threads);
  registry.gauge('mytsdb_http_connections', 'Open HTTP connections by port.', () =>
    Object.entries(connections()).map(([port, open]) => [{ port }, open] as const),
  );
  registry.gauge('mytsdb_transit_bytes', 'Requests and answers under way.', transitBytes);
  registry.gauge('mytsdb_waiting_writes', 'Writes that wait for the writer.', waitingWrites);
  registry.quantiles('mytsdb_event_loop_lag_seconds', 'How late the main thread was since the last scrape.', () => {
    const { p50, p99, max } = eventLoop.read();
    return [
      [{ quantile: '0.5' }, p50],
      [{ quantile: '0.99' }, p99],
      [{ quantile: '1' }, max],
    ];
  });
  registry.counterOf('process_cpu_seconds_total', 'User and system CPU time.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  registry.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  registry.gauge('process_resident_memory_peak_bytes', 'Highest resident memory so far.', peakResidentBytes);
  registry.gauge('process_start_time_seconds', 'Unix time of the start.', () => startedMs / 1000);

  return {
    httpRequest: (handler, method, status, seconds) => {
      http.inc({ handler, method, code: String(status) });
      httpSeconds.inc({ handler }, seconds);
    },
    query: (route, seconds, errorType) => {
      querySeconds.observe(seconds, { route });
      if (errorType !== null) queryErrors.inc({ route, type: errorType });
    },
    queryRefused: (reason) => refused.inc({ reason }),
    limitPassed: (limit) => limits.inc({ limit }),
    overloaded: (protocol) => overloads.inc({ protocol }),
    workerCrashed: () => crashes.inc(),
    grpcCall: (protocol, method, code, seconds) => {
      grpc.inc({ protocol, method, code });
      grpcSeconds.inc({ protocol, method }, seconds);
    },
    unauthenticated: (protocol, reason) => unauthenticated.inc({ protocol, reason }),
    ingested: (protocol, counts) => {
      accepted.inc({ protocol }, counts.accepted);
      for (const [reason, samples] of counts.byReason) {
        rejected.inc({ protocol, reason }, samples);
        const limit = LIMIT_OF[reason];
        if (limit !== undefined) limits.inc({ limit });
      }
    },
    text: () => {
      stats = store.stats();
      return registry.text();
    },
  };
}

function memoryByPart(stats: StoreStats): (readonly [Record<string, string>, number])[] {
  const { heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  const parts = { heap_used: heapUsed, heap_total: heapTotal, external, array_buffers: arrayBuffers };
  const stored = Object.entries(stats.memoryBytes).map(([part, bytes]) => [`store_${part}`, bytes] as const);
  return [...Object.entries(parts), ...stored].map(([part, bytes]) => [{ part }, bytes] as const);
}

/** Linux tells it in /proc; elsewhere NaN. */
function peakResidentBytes(): number {
  try {
    const kib = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kib === undefined ? Number.NaN : Number(kib) * 1024;
  } catch {
    return Number.NaN;
  }
}
