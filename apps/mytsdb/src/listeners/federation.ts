/** `/federate` on the HTTP port. Behind the ready gate, as queries are. */
import { createFederationHandler, type FederationLimits } from '@chimera/http-federation';
import type { Queryable } from '@chimera/tsdb-storage';
import type { IngestHandler } from '../http/handler.ts';
import { sendUnlessReady } from '../http/health.ts';
import { sendChunks } from '../http/respond.ts';
import type { Lifecycle } from '../lifecycle.ts';

export type FederationRouteOptions = {
  readonly queryable: Queryable;
  readonly lifecycle: Lifecycle;
  /** Unix ms. */
  readonly now: () => number;
  readonly lookbackMs: number;
  readonly limits: Partial<FederationLimits>;
};

export function federationHandler({ lifecycle, ...options }: FederationRouteOptions): IngestHandler {
  const handle = createFederationHandler(options);
  return async (request, response) => {
    if (!sendUnlessReady(response, lifecycle.status())) return;
    const parameters = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const { status, headers, chunks } = await handle({
      method: request.method ?? '',
      selectors: parameters.getAll('match[]'),
      accept: request.headers.accept ?? '',
    });
    await sendChunks(request, response, status, headers, chunks);
  };
}
