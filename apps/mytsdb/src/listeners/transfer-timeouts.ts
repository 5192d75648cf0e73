/**
 * How long a client may take to send a request's body and to receive its answer. Most have a time for all of it; streams,
 * which may be of any length, have it for each pause. A pause of ours is not counted.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Cuts a client whose body is not there in time; an answer that has not begun becomes a 408. */
export function limitReading(
  request: IncomingMessage,
  response: ServerResponse,
  timeoutMs: number,
  streams: boolean,
  onLimit: () => void,
): void {
  const { headers, socket } = request;
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
  const progress = (): number => (request.readableLength > 0 ? Number.NaN : socket.bytesRead);
  const stop = watch(timeoutMs, streams ? progress : null, () => {
    onLimit();
    // Not through the response: the handler is still busy with what came.
    if (!response.headersSent && socket.writable) {
      socket.end('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    }
    request.destroy();
  });
  request.once('end', stop);
  response.once('close', stop);
}

/** Cuts a client that does not take its answer: the time counts from the first byte that is ready for it. */
export function limitWriting(response: ServerResponse, timeoutMs: number, streams: boolean, onLimit: () => void): void {
  const { writeHead } = response;
  let stop: (() => void) | null = null;
  const progress = (): number => {
    const { socket } = response;
    const waiting = (socket?.writableLength ?? 0) + response.writableLength;
    return waiting === 0 ? Number.NaN : (socket?.bytesWritten ?? 0) - waiting;
  };
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    stop ??= watch(timeoutMs, streams ? progress : null, () => {
      onLimit();
      response.destroy();
    });
    return writeHead.apply(response, args);
  }) as typeof writeHead;
  response.once('close', () => stop?.());
}

/**
 * Calls `expire` after a time, or, when `progress` is not null, after a time in which it stayed the same number (NaN is
 * never the same). Returns what ends it.
 */
function watch(timeoutMs: number, progress: (() => number) | null, expire: () => void): () => void {
  let seen = progress?.() ?? 0;
  let timer: NodeJS.Timeout;
  const check = (): void => {
    const now = progress?.() ?? seen;
    if (now === seen) {
      expire();
      return;
    }
    seen = now;
    timer = setTimeout(check, timeoutMs).unref();
  };
  timer = setTimeout(check, timeoutMs).unref();
  return () => clearTimeout(timer);
}
