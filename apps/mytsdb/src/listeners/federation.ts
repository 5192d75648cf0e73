/** `/federate` on the HTTP port, answered by the reading thread. Behind the ready gate, as queries are. */
import type { IngestHandler } from '../http/handler.ts';
import { sendUnlessReady } from '../http/health.ts';
import { sendChunks, sendNoRoom } from '../http/respond.ts';
import type { Transit } from '../http/transit.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { ReadThread } from '../read/read-thread.ts';

export type FederationRouteOptions = {
  readonly reads: ReadThread;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServerMetrics;
  readonly transit: Transit;
};

export function federationHandler({ reads, lifecycle, metrics, transit }: FederationRouteOptions): IngestHandler {
  return async (request, response) => {
    if (!sendUnlessReady(response, lifecycle.status())) return;
    if (transit.full()) {
      metrics.limitPassed('transit_bytes');
      sendNoRoom(response);
      return;
    }
    const parameters = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const { status, headers, limit, body } = await reads.run({
      kind: 'federate',
      request: {
        method: request.method ?? '',
        selectors: parameters.getAll('match[]'),
        accept: request.headers.accept ?? '',
      },
    });
    if (limit !== null) metrics.limitPassed(limit);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    transit.hold(
      response,
      chunks.reduce((sum, { length }) => sum + length, 0),
    );
    if (!response.destroyed) await sendChunks(request, response, status, headers, chunks);
  };
}
