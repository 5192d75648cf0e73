/** Ports that speak HTTP. */
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { clientAuthOptions, clientCertificateFits } from '../protection/client-certificate.ts';
import type { TlsSettings } from '../protection/tls-settings.ts';
import { listenError } from './listen-error.ts';
import type { Listener } from './listener.ts';
import { limitReading, limitWriting } from './transfer-timeouts.ts';

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
  /** How long a client may take to send the head of a request, its body, and to take an answer, ms. */
  readonly headerTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  /** Paths whose bodies, or answers, are streams: the times count for each pause instead. */
  readonly streams: { readonly bodies: ReadonlySet<string>; readonly answers: ReadonlySet<string> };
  /** A connection was closed for a limit. */
  readonly onLimit: (limit: 'connections' | 'read_timeout' | 'write_timeout') => void;
};

export type HttpListener = Listener & {
  /** Open connections. */
  connections(): number;
};

const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
};

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
  headerTimeoutMs,
  readTimeoutMs,
  writeTimeoutMs,
  streams,
  onLimit,
}: HttpListenerOptions): Promise<HttpListener> {
  const timeouts = {
    // Bodies are watched one by one.
    requestTimeout: 0,
    headersTimeout: headerTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, headerTimeoutMs),
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
  };
  let closing = false;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    // A client that goes on asking would keep its connection, and so the server, alive.
    if (closing) response.shouldKeepAlive = false;
    // One that was asked before is idle after its answer, and nobody else would close it.
    response.once('close', () => {
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
    const path = (request.url ?? '').split('?')[0] as string;
    limitReading(request, response, readTimeoutMs, streams.bodies.has(path), () => onLimit('read_timeout'));
    limitWriting(response, writeTimeoutMs, streams.answers.has(path), () => onLimit('write_timeout'));
    handle(request, response);
  };
  const server = tls === null ? createServer(timeouts, serve) : secureServer(tls, timeouts, serve);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const timedOut = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    if (timedOut) onLimit('read_timeout');
    const status = timedOut ? '408 Request Timeout' : (CLIENT_ERRORS[error.code ?? ''] ?? '400 Bad Request');
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    else socket.destroy();
  });
  server.maxConnections = maxConnections;
  server.on('drop', () => onLimit('connections'));
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
        closing = true;
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
