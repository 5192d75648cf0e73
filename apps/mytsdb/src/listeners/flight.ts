/**
 * Arrow Flight. While a seed is expected, every put counts as part of it unless its first frame's metadata says
 * `{"seed": false}`; `{"expected_samples": n}` there lets the progress be shown. The action seed_complete opens the API.
 */
import {
  createFlightServer,
  type FlightAction,
  IngestError,
  type PutObserver,
  type PutRequest,
} from '@chimera/ingest-flight';
import type { WriterTurns } from '@chimera/tsdb-storage';
import type { Transit } from '../http/transit.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { createSessions } from '../protection/sessions.ts';
import type { QueryExecutor } from '../query/executor.ts';
import type { Store } from '../store.ts';
import { flightMetrics, flightQueries } from './flight-query.ts';
import { type GrpcDoor, listenGrpc } from './grpc.ts';
import type { Listener } from './listener.ts';

export type FlightListenerOptions = {
  readonly host: string;
  readonly port: number;
  readonly maxMessageBytes: number;
  readonly door: GrpcDoor;
  readonly enableAdmin: boolean;
  readonly store: Store;
  readonly turns: WriterTurns;
  readonly maxBatchSamples: number;
  readonly maxJsonBytes: number;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServerMetrics;
  readonly executor: QueryExecutor;
  readonly transit: Transit;
  /** Longest time in which the client of a result takes no further message of it, ms. */
  readonly stallMs: number;
  /** Unix ms. */
  readonly now: () => number;
  readonly startToken: string;
  /** Unix ms. */
  readonly startedMs: number;
};

export function listenFlight(options: FlightListenerOptions): Promise<Listener> {
  const { host, port, maxMessageBytes, store, door } = options;
  const sessions = door.authenticator === null ? null : createSessions(door.authenticator, options.now);
  const server = createFlightServer(
    {
      appender: store.appender,
      turns: options.turns,
      maxBatchSamples: options.maxBatchSamples,
      onTooManySamples: () => options.metrics.limitPassed('samples_per_request'),
      maxJsonBytes: options.maxJsonBytes,
      onLongJson: () => options.metrics.limitPassed('flight_json'),
      stopping: options.lifecycle.stopping,
      onPut: (put) => observePut(put, options),
      actions: actionsOf(options),
      totalSamples: () => store.stats().samples,
      runQuery: flightQueries(options),
      holdResult: options.transit.lease,
      listMetrics: flightMetrics(options),
      stallMs: options.stallMs,
      onStall: () => options.metrics.limitPassed('write_timeout'),
      // Where everybody may come in, a client that insists on a token gets one that means nothing.
      issueToken: sessions === null ? () => 'open' : sessions.issue,
    },
    maxMessageBytes,
  );
  return listenGrpc(server, 'Arrow Flight', { host, port }, `--arrow-port ${port + 1}`, {
    ...door,
    authenticator: sessions?.authenticator ?? null,
  });
}

function observePut({ metadata }: PutRequest, { lifecycle, metrics }: FlightListenerOptions): PutObserver {
  const { state } = lifecycle.status();
  if (state === 'draining') throw new IngestError('unavailable', 'the server is stopping; try again later');
  const { seed, expected_samples: expected } = (metadata ?? {}) as { seed?: unknown; expected_samples?: unknown };
  const isSeed = state === 'seeding' && seed !== false;
  const seedStream = isSeed ? lifecycle.seedBegun(typeof expected === 'number' ? expected : null) : null;
  return {
    batch: (counts) => {
      metrics.ingested('flight', counts);
      seedStream?.progress(counts.accepted);
    },
    end: (error) => seedStream?.ended(error === null ? null : error.message),
  };
}

function actionsOf(options: FlightListenerOptions): Readonly<Record<string, FlightAction>> {
  const { store, lifecycle, startToken, startedMs, enableAdmin } = options;
  const health = (): object => {
    const { state, reason, percent } = lifecycle.status();
    return { status: 'ok', state, reason, percent, start_token: startToken, start_time_ms: startedMs };
  };
  return {
    health: { description: 'State of the server, and the token of this start.', run: health },
    stats: {
      description: 'Series, samples, chunks and memory.',
      run: () => {
        const stats = store.stats();
        return {
          series: stats.series,
          samples: stats.samples,
          chunks: stats.chunkCount,
          min_time_ms: stats.minTimeMs,
          max_time_ms: stats.maxTimeMs,
          memory_bytes: stats.usedBytes,
          max_memory_bytes: stats.maxBytes,
          memory_bytes_by_part: stats.memoryBytes,
        };
      },
    },
    seed_complete: {
      description: 'Says that the seed is complete: the server becomes ready.',
      run: () => {
        lifecycle.seedCompleted();
        return { ...health(), samples: store.stats().samples };
      },
    },
    clear: {
      description: 'Removes everything (needs --enable-admin).',
      run: () => {
        if (!enableAdmin)
          throw new IngestError('permission_denied', 'clear is off; start the server with --enable-admin');
        store.clear();
        lifecycle.cleared();
        return health();
      },
    },
  };
}
