/** Remote read on the HTTP port. Behind the ready gate, as queries are. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createRemoteReadHandler, DEFAULT_REMOTE_READ_LIMITS, type RemoteReadLimits } from '@chimera/http-remote-read';
import type { Queryable } from '@chimera/tsdb-storage';
import type { IngestHandler } from '../http/handler.ts';
import { sendUnlessReady } from '../http/health.ts';
import { readBody } from '../http/read-body.ts';
import { ignoreGone, sendText } from '../http/respond.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';

export type RemoteReadOptions = {
  readonly queryable: Queryable;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServerMetrics;
  readonly limits: Partial<RemoteReadLimits>;
};

export function remoteReadHandler({ queryable, lifecycle, metrics, limits }: RemoteReadOptions): IngestHandler {
  const { maxBodyBytes } = { ...DEFAULT_REMOTE_READ_LIMITS, ...limits };
  const handle = createRemoteReadHandler({ queryable, limits });
  return async (request, response) => {
    if (!sendUnlessReady(response, lifecycle.status())) return;
    const body = await readBody(request, maxBodyBytes);
    if (body === 'too_large') {
      metrics.limitPassed('read_body_bytes');
      sendText(response, 413, `the body is larger than ${maxBodyBytes} bytes\n`, { connection: 'close' });
      return;
    }
    const answer = await handle({ method: request.method ?? '', body });
    if (answer.status === 503) metrics.limitPassed('read_concurrency');
    response.writeHead(answer.status, answer.headers);
    if (answer.body instanceof Uint8Array) response.end(answer.body);
    else await pipeline(Readable.from(answer.body), response).catch(ignoreGone);
  };
}
