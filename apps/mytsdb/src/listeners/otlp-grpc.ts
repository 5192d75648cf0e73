/** OTLP metrics over gRPC, with the health service that collectors probe. Open from the start. */
import { createOtlpServer, type OtlpMetricsDecoder } from '@chimera/ingest-otlp';
import type { Appender, WriterTurns } from '@chimera/tsdb-storage';
import { NO_ROOM } from '../http/respond.ts';
import type { Transit } from '../http/transit.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { type GrpcDoor, listenGrpc } from './grpc.ts';
import type { Listener } from './listener.ts';

export type OtlpGrpcOptions = {
  readonly host: string;
  readonly port: number;
  readonly maxMessageBytes: number;
  readonly door: GrpcDoor;
  readonly appender: Appender;
  readonly decoder: OtlpMetricsDecoder;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServerMetrics;
  readonly transit: Transit;
  readonly turns: WriterTurns;
  /** Why clients should slow down, or null. */
  readonly overloaded: () => string | null;
};

export function listenOtlpGrpc(options: OtlpGrpcOptions): Promise<Listener> {
  const { host, port, maxMessageBytes, appender, decoder, lifecycle, metrics, transit, turns, overloaded } = options;
  const server = createOtlpServer({
    appender,
    decoder,
    turns,
    overloaded: () => overloaded() ?? (transit.full() ? NO_ROOM : null),
    hold: transit.lease,
    limits: { maxMessageBytes },
    unavailable: () => (lifecycle.status().state === 'draining' ? 'the server is stopping; try again later' : null),
    onOutcome: ({ counts }) => metrics.ingested('otlp_grpc', counts),
    onRefused: (reason, counts) => {
      metrics.ingested('otlp_grpc', counts);
      if (reason === 'too_many_points') metrics.limitPassed('samples_per_request');
      if (reason === 'overloaded') metrics.overloaded('otlp_grpc');
    },
  });
  return listenGrpc(server, 'OTLP/gRPC', { host, port }, `--address ${host}:${port + 1}`, options.door);
}
