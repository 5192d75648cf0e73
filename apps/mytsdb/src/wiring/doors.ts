/** The four ports, each behind the same protection and the same limits, and what they report of those who come in. */
import type { Logger } from 'pino';
import { answerRequests, type Serve } from '../http/answer-requests.ts';
import { listenFlight } from '../listeners/flight.ts';
import type { GrpcDoor } from '../listeners/grpc.ts';
import { type HttpListener, listenHttp } from '../listeners/http.ts';
import type { Listener } from '../listeners/listener.ts';
import { observeCalls } from '../listeners/observe-calls.ts';
import { listenOtlpGrpc } from '../listeners/otlp-grpc.ts';
import { logCall } from '../log-call.ts';
import type { Options } from '../options/flags.ts';
import { createRequestIds, type RequestIds } from '../request-ids.ts';
import type { HttpRoutes } from './http-routes.ts';
import type { ServerParts } from './server-parts.ts';

export type DoorOptions = ServerParts & {
  readonly options: Options;
  readonly log: Logger;
  readonly routes: HttpRoutes;
  /** Takes what tells the open connections of each HTTP port, under the name that metrics have for it. */
  readonly connections: Map<string, () => number>;
};

/** Opens one port. Throws StartError when it cannot be had. */
export type OpenDoor = () => Promise<Listener>;

const STREAMS = { bodies: new Set(['/api/v1/import/prometheus']), answers: new Set(['/api/v1/read']) };

/** In the order in which they are to be opened. */
export function doors(parts: DoorOptions): readonly OpenDoor[] {
  const { options, routes, connections } = parts;
  const requestIds = createRequestIds(parts.startToken);
  const listen = httpDoor(parts, requestIds);
  const noted = async (port: string, opening: Promise<HttpListener>): Promise<Listener> => {
    const listener = await opening;
    connections.set(port, listener.connections);
    return listener;
  };
  return [
    () => noted('http', listen({ name: 'HTTP', flag: 'http-port', port: options.httpPort, serve: routes.api })),
    () => openFlight(parts, requestIds),
    () => openOtlpGrpc(parts, requestIds),
    () =>
      noted(
        'otlp_http',
        listen({ name: 'OTLP/HTTP', flag: 'otlp-http-port', port: options.otlpHttpPort, serve: routes.otlp }),
      ),
  ];
}

type HttpPort = { readonly name: string; readonly flag: string; readonly port: number; readonly serve: Serve };

function httpDoor(
  { options, log, protection, writing: { metrics } }: DoorOptions,
  requestIds: RequestIds,
): (port: HttpPort) => Promise<HttpListener> {
  const answered = answerRequests({ requestIds, metrics, accessLog: options.accessLog, log });
  return ({ name, flag, port, serve }) =>
    listenHttp({
      name,
      flag,
      port,
      handle: answered(serve),
      host: options.host,
      maxConnections: options.maxConnections,
      tls: protection.tls,
      headerTimeoutMs: options.headerTimeout,
      readTimeoutMs: options.readTimeout,
      writeTimeoutMs: options.writeTimeout,
      streams: STREAMS,
      onLimit: (limit) => metrics.limitPassed(limit),
    });
}

/** `protocol` is its name in metrics and the log. */
function grpcDoor(protocol: string, parts: DoorOptions, requestIds: RequestIds): GrpcDoor {
  const { options, log, protection } = parts;
  const { metrics } = parts.writing;
  return {
    ...protection,
    maxConnections: options.maxConnections,
    onRefused: (reason) => metrics.unauthenticated(protocol, reason),
    onDrop: () => metrics.limitPassed('connections'),
    pingMs: options.grpcPing,
    onSilent: () => metrics.limitPassed('grpc_ping'),
    observe: observeCalls(requestIds, options.readTimeout, (call) => {
      metrics.grpcCall(protocol, call.method, call.code, call.seconds);
      if (call.limit !== null) metrics.limitPassed(call.limit);
      logCall(log, options.accessLog, protocol, call);
    }),
  };
}

function openFlight(parts: DoorOptions, requestIds: RequestIds): Promise<Listener> {
  const { options, clock } = parts;
  const { turns, metrics, transit } = parts.writing;
  return listenFlight({
    host: options.host,
    port: options.arrowPort,
    maxMessageBytes: options.maxMessageBytes,
    door: grpcDoor('flight', parts, requestIds),
    enableAdmin: options.enableAdmin,
    store: parts.store,
    turns,
    maxBatchSamples: options.maxSamplesPerRequest,
    maxJsonBytes: options.maxFlightJson,
    lifecycle: parts.lifecycle,
    metrics,
    executor: parts.pool,
    transit,
    stallMs: options.writeTimeout,
    now: () => clock.now(),
    startToken: parts.startToken,
    startedMs: parts.startedMs,
  });
}

function openOtlpGrpc(parts: DoorOptions, requestIds: RequestIds): Promise<Listener> {
  return listenOtlpGrpc({
    ...parts.options.address,
    ...parts.writing,
    maxMessageBytes: parts.options.maxMessageBytes,
    door: grpcDoor('otlp_grpc', parts, requestIds),
    decoder: parts.otlp.decoder,
    lifecycle: parts.lifecycle,
  });
}
