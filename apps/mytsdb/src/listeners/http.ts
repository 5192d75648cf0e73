/** Ports that speak HTTP. */
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { clientAuthOptions, clientCertificateFits } from '../protection/client-certificate.ts';
import type { TlsSettings } from '../protection/tls-settings.ts';
import { listenError } from './listen-error.ts';
import type { Listener } from './listener.ts';

export type HttpListenerOptions = {
  /** Of the listener, for logs and errors, and of its port's flag (without dashes). */
  readonly name: string;
  readonly flag: string;
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  /** null: plain text. */
  readonly tls: TlsSettings | null;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** A connection over the limit was closed. */
  readonly onDrop: () => void;
};

export type HttpListener = Listener & {
  /** Open connections. */
  connections(): number;
};

/** A client that trickles its request in has this long for all of it. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 20_000;
const KEEP_ALIVE_MS = 75_000;
const HANDSHAKE_TIMEOUT_MS = 20_000;

/** Throws StartError when the port cannot be had. */
export async function listenHttp({
  name,
  flag,
  host,
  port,
  maxConnections,
  tls,
  handle,
  onDrop,
}: HttpListenerOptions): Promise<HttpListener> {
  const timeouts = {
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
  };
  const server = tls === null ? createServer(timeouts, handle) : secureServer(tls, timeouts, handle);
  server.maxConnections = maxConnections;
  server.on('drop', onDrop);
  let open = 0;
  server.on('connection', (socket) => {
    open++;
    socket.once('close', () => open--);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(listenError(name, host, port, `--${flag} ${port + 1}`, cause)));
    server.listen(port, host, resolve);
  });
  return {
    name,
    port: (server.address() as AddressInfo).port,
    connections: () => open,
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function secureServer(
  { context, clientAuth }: TlsSettings,
  timeouts: ServerOptions,
  handle: HttpListenerOptions['handle'],
): Server {
  const options = { ...timeouts, ...context, ...clientAuthOptions(clientAuth), handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
  const server = createTlsServer(options, handle);
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    if (!clientCertificateFits(socket, clientAuth)) socket.destroy();
  });
  return server;
}
