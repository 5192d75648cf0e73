/** A server that takes whatever clients send, says yes, and remembers it byte by byte. */
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Server } from 'node:net';

export type Recorded = {
  readonly method: string;
  readonly url: string;
  /** Those of the client's choice: no host, length, or connection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type Recorder = { readonly port: number; readonly requests: readonly Recorded[]; stop(): void };

const NOT_RECORDED = new Set(['host', 'content-length', 'connection', 'traceparent', 'transfer-encoding']);

/** `answer` is the body of each answer. */
export async function recordHttp(answer: Uint8Array = new Uint8Array(), headers = {}): Promise<Recorder> {
  const requests: Recorded[] = [];
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      requests.push({ method, url, headers: chosen(request.headers), body: Buffer.concat(parts) });
      response.writeHead(200, headers).end(answer);
    });
  });
  const port = await listen(server);
  return {
    port,
    requests,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Bodies are gRPC's: a flag and a length before each message. Answers an empty message. */
export async function recordGrpc(): Promise<Recorder> {
  const requests: Recorded[] = [];
  const sessions = new Set<http2.ServerHttp2Session>();
  const server = http2.createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
  });
  server.on('stream', (stream, headers) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('error', () => {});
    stream.on('end', () => {
      const { ':method': method = '', ':path': url = '' } = headers;
      requests.push({ method, url, headers: chosen(headers), body: Buffer.concat(parts) });
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.alloc(5));
    });
  });
  const port = await listen(server);
  return {
    port,
    requests,
    stop: () => {
      server.close();
      for (const session of sessions) session.destroy();
    },
  };
}

function chosen(headers: http.IncomingHttpHeaders | http2.IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => !name.startsWith(':') && !NOT_RECORDED.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
