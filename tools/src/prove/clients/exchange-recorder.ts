/** A proxy before a server under test: remembers what clients ask and what they are answered. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export type Exchange = {
  readonly method: string;
  readonly url: string;
  /** Those of the client's choice: no host, length, or connection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  /** Unpacked. */
  readonly answer: string;
};

export type ExchangeRecorder = { readonly port: number; readonly exchanges: readonly Exchange[]; stop(): void };

const NOT_RECORDED = new Set(['host', 'content-length', 'connection', 'traceparent', 'transfer-encoding']);

/** Hands everything on to `port` of 127.0.0.1 and back, byte by byte. */
export async function recordExchanges(port: number): Promise<ExchangeRecorder> {
  const exchanges: Exchange[] = [];
  const server = http.createServer(async (request, response) => {
    try {
      const { method = '', url = '', headers } = request;
      const body = await bytesOf(request);
      const answer = await ask(port, { method, path: url, headers }, body);
      const { status, bytes } = answer;
      const plain = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      exchanges.push({ method, url, headers: chosen(headers), body: String(body), status, answer: String(plain) });
      response.writeHead(status, answer.headers).end(bytes);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    exchanges,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

type Answer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly bytes: Buffer };

function ask(port: number, options: http.RequestOptions, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port, agent: false, ...options }, (answer) => {
        const { statusCode: status = 0, headers } = answer;
        bytesOf(answer).then((bytes) => resolve({ status, headers, bytes }), reject);
      })
      .on('error', reject)
      .end(body);
  });
}

async function bytesOf(message: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function chosen(headers: http.IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => !NOT_RECORDED.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
