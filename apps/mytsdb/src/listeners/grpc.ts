/** Binding and closing gRPC servers: what Flight and OTLP share. */
import type { Http2SecureServer } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { invariant } from '@chimera/errors';
import type { Server, ServerInterceptor } from '@grpc/grpc-js';
import type { Refusal } from '../protection/authenticator.ts';
import { clientCertificateFits } from '../protection/client-certificate.ts';
import { grpcCredentials } from '../protection/grpc-gate.ts';
import type { Protection } from '../protection/protection.ts';
import { listenError } from './listen-error.ts';
import type { Listener } from './listener.ts';
import { pingClient } from './ping-client.ts';

/**
 * Requests are answered as they arrive; what is still open after this is a client that keeps its stream for what comes
 * next, and has an acknowledgement for all that it sent.
 */
const STREAM_GRACE_MS = 2_000;

export type GrpcDoor = Pick<Protection, 'tls' | 'authenticator'> & {
  /** A call without the right credentials: for metrics. */
  readonly onRefused: (reason: Refusal) => void;
  readonly maxConnections: number;
  /** A connection over the limit was closed. */
  readonly onDrop: () => void;
  /** How often clients are pinged, ms; one that has not answered by the next time is cut. */
  readonly pingMs: number;
  readonly onSilent: () => void;
  /** Sees every call. */
  readonly observe: ServerInterceptor;
};

/** Throws StartError when the port cannot be had. */
export async function listenGrpc(
  server: Server,
  name: string,
  { host, port }: { readonly host: string; readonly port: number },
  flag: string,
  door: GrpcDoor,
): Promise<Listener> {
  superviseConnections(server, door);
  const target = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(target, grpcCredentials(door, door.onRefused, door.observe), (cause, actual) => {
      if (cause === null) resolve(actual);
      else reject(listenError(name, host, port, flag, cause));
    });
  });
  return {
    name,
    port: bound,
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.forceShutdown(), Math.min(graceMs, STREAM_GRACE_MS));
        server.tryShutdown(() => {
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

type Internals = { createHttp2Server?: (...args: unknown[]) => Http2SecureServer };

/** The limit of connections, pings, and what Node leaves to us of client_auth_type: grpc-js shows its HTTP/2 server nowhere. */
function superviseConnections(server: Server, { tls, maxConnections, onDrop, pingMs, onSilent }: GrpcDoor): void {
  const internals = server as unknown as Internals;
  const { createHttp2Server } = internals;
  invariant(createHttp2Server !== undefined, 'BUG: grpc-js changed inside; grpc.ts no longer finds its HTTP/2 server');
  internals.createHttp2Server = (...args) => {
    const http2Server = createHttp2Server.apply(server, args);
    http2Server.maxConnections = maxConnections;
    http2Server.on('drop', onDrop);
    http2Server.on('session', (session) => pingClient(session, pingMs, onSilent));
    http2Server.prependListener('secureConnection', (socket: TLSSocket) => {
      if (tls !== null && !clientCertificateFits(socket, tls.clientAuth)) socket.destroy();
    });
    return http2Server;
  };
}
