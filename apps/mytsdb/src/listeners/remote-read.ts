/** Remote read on the HTTP port, answered by the reading thread. Behind the ready gate, as queries are. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { IngestHandler } from '../http/handler.ts';
import { sendUnlessReady } from '../http/health.ts';
import { readBody } from '../http/read-body.ts';
import { ignoreGone, sendNoRoom, sendText } from '../http/respond.ts';
import type { Transit } from '../http/transit.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { ReadThread } from '../read/read-thread.ts';

export type RemoteReadOptions = {
  readonly reads: ReadThread;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServerMetrics;
  readonly maxBodyBytes: number;
  readonly transit: Transit;
};

export function remoteReadHandler({
  reads,
  lifecycle,
  metrics,
  maxBodyBytes,
  transit,
}: RemoteReadOptions): IngestHandler {
  return async (request, response) => {
    if (!sendUnlessReady(response, lifecycle.status())) return;
    const body = await readBody(request, response, maxBodyBytes, transit);
    if (body === 'no_room') {
      metrics.limitPassed('transit_bytes');
      sendNoRoom(response);
      return;
    }
    if (body === 'too_large') {
      metrics.limitPassed('read_body_bytes');
      const hint = `the body is larger than ${maxBodyBytes} bytes: send fewer queries, or raise --max-read-bytes\n`;
      sendText(response, 413, hint, { connection: 'close' });
      return;
    }
    // A copy: what is sent to another thread is sent with all the memory around it.
    const read = { method: request.method ?? '', body: Uint8Array.from(body) };
    const answer = await reads.run({ kind: 'remote_read', request: read });
    if (answer.limit !== null) metrics.limitPassed(answer.limit);
    if (response.destroyed) {
      await answer.body.return?.();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    await pipeline(Readable.from(answer.body), response).catch(ignoreGone);
  };
}
