/** The HTTP port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenError } from './listen-error.ts';
import type { Listener } from './listener.ts';

export type HttpListenerOptions = {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
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

/** Throws StartError when the port cannot be had. */
export async function listenHttp({
  host,
  port,
  maxConnections,
  handle,
  onDrop,
}: HttpListenerOptions): Promise<HttpListener> {
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      noDelay: true,
    },
    handle,
  );
  server.maxConnections = maxConnections;
  server.on('drop', onDrop);
  let open = 0;
  server.on('connection', (socket) => {
    open++;
    socket.once('close', () => open--);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(listenError('HTTP', host, port, `--http-port ${port + 1}`, cause)));
    server.listen(port, host, resolve);
  });
  return {
    name: 'HTTP',
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
