/** Writing answers: texts, and bodies of several chunks, compressed when the client accepts it and it pays. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

export type Headers = Readonly<Record<string, string>>;

/** Smaller bodies fit into one packet anyway. */
const MIN_GZIP_BYTES = 1_400;

export const TEXT = 'text/plain; charset=utf-8';

export function sendText(response: ServerResponse, status: number, text: string, headers: Headers = {}): void {
  const body = Buffer.from(text);
  response.writeHead(status, { 'content-type': TEXT, 'content-length': body.length, ...headers });
  response.end(body);
}

export function sendJson(response: ServerResponse, status: number, value: object): void {
  sendText(response, status, `${JSON.stringify(value)}\n`, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
}

/** For a body that no room was left for: the rest of it is not read. */
export function sendNoRoom(response: ServerResponse): void {
  sendText(response, 503, `${NO_ROOM}\n`, { connection: 'close', 'retry-after': '5' });
}

export const NO_ROOM =
  'too many bytes of requests and answers are under way: try again later, or raise --max-transit-bytes';

/** Go's answer for a path that nobody serves; Grafana's probes look for it. */
export function sendNotFound(response: ServerResponse): void {
  sendText(response, 404, '404 page not found\n', { 'x-content-type-options': 'nosniff' });
}

/** Resolves when all is handed to the socket, or the client has gone. */
export async function sendChunks(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Headers,
  chunks: readonly Uint8Array[],
): Promise<void> {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (size >= MIN_GZIP_BYTES && acceptsGzip(request) && request.method !== 'HEAD') {
    response.writeHead(status, { ...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding, Origin' });
    const gzip = createGzip({ level: constants.Z_BEST_SPEED });
    await pipeline(Readable.from(chunks), gzip, response).catch(ignoreGone);
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': size, vary: 'Accept-Encoding, Origin' });
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    // All is in memory already: one system call for all chunks, and no waiting in between.
    response.cork();
    for (const chunk of chunks) response.write(chunk);
    response.end(resolve);
  });
}

/** A client that goes away in the middle of its answer is nobody's error. */
export function ignoreGone(error: NodeJS.ErrnoException): void {
  const gone = error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET' || error.code === 'EPIPE';
  if (!gone) throw error;
}

function acceptsGzip(request: IncomingMessage): boolean {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  return accepted.split(',').some((part) => {
    const [coding, ...parameters] = part.split(';').map((text) => text.trim());
    return (coding === 'gzip' || coding === '*') && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
