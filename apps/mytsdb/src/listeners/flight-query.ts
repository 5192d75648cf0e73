/** Queries over Flight: the HTTP API's routes in the same query threads, which answer in columns. */
import { invariant } from '@chimera/errors';
import type { AnswerError, ApiErrorType } from '@chimera/http-api-v1';
import {
  IngestError,
  type IngestErrorType,
  isRange,
  type ListMetrics,
  type RunFlightQuery,
} from '@chimera/ingest-flight';
import { NO_ROOM } from '../http/respond.ts';
import type { Transit } from '../http/transit.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { AnswerForm } from '../query/columns.ts';
import type { QueryAnswer, QueryExecutor } from '../query/executor.ts';

const FIGURES = { chunkCount: 0, minTimeMs: 0, maxTimeMs: 0 };

const TYPES: Readonly<Record<ApiErrorType, IngestErrorType>> = {
  bad_data: 'invalid_argument',
  execution: 'invalid_argument',
  canceled: 'canceled',
  timeout: 'deadline_exceeded',
  internal: 'internal',
  not_found: 'not_found',
  unavailable: 'unavailable',
  not_acceptable: 'invalid_argument',
};

export type FlightQueryOptions = {
  readonly executor: QueryExecutor;
  readonly lifecycle: Lifecycle;
  readonly transit: Transit;
  readonly metrics: Pick<ServerMetrics, 'limitPassed'>;
};

/** As /api/v1/query_range where the parameters have a grid, else as /api/v1/query. */
export function flightQueries(options: FlightQueryOptions): RunFlightQuery {
  return async (params, part, signal) => {
    const path = isRange(params) ? '/query_range' : '/query';
    const { columns } = await ask(options, path, { ...params }, part, signal);
    invariant(columns !== undefined, 'BUG: a query was answered without columns');
    return columns;
  };
}

/** As /api/v1/label/__name__/values. */
export function flightMetrics(options: FlightQueryOptions): ListMetrics {
  return async function* (criteria, signal) {
    const match: Record<string, string> = criteria.kind === 'selector' ? { 'match[]': criteria.selector } : {};
    const { chunks } = await ask(options, '/label/__name__/values', match, 'pages', signal);
    const pages: (Uint8Array | null)[] = [...chunks];
    const held = pages.map((page) => options.transit.lease(page?.length ?? 0));
    try {
      for (const [i, page] of pages.entries()) {
        pages[i] = null;
        const names = JSON.parse(Buffer.from(page as Uint8Array).toString('utf8')) as string[];
        yield criteria.kind === 'prefix' ? names.filter((name) => name.startsWith(criteria.prefix)) : names;
        held[i]?.();
      }
    } finally {
      for (const release of held) release();
    }
  };
}

/** Throws IngestError. */
async function ask(
  { executor, lifecycle, transit, metrics }: FlightQueryOptions,
  path: string,
  params: Readonly<Record<string, string>>,
  form: AnswerForm,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  const { state, reason } = lifecycle.status();
  if (state !== 'ready') throw new IngestError('unavailable', `the server is not ready (${state}): ${reason}`);
  if (transit.full()) {
    metrics.limitPassed('transit_bytes');
    throw new IngestError('unavailable', NO_ROOM);
  }
  const query = new URLSearchParams(params).toString();
  const running = executor.run({ method: 'GET', path, query, body: '', head: FIGURES, form });
  const cancel = (): void => running.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    const answer = await running.answer;
    if (answer.error === null) return answer;
    if (answer.error.limit !== null) metrics.limitPassed(answer.error.limit);
    throw new IngestError(typeOf(answer.error), answer.error.message);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function typeOf({ type, limit }: AnswerError): IngestErrorType {
  return limit === null ? TYPES[type] : 'resource_exhausted';
}
