/** Queries over Flight: the HTTP API's routes in the same query threads, which turn their JSON into columns. */
import { invariant } from '@chimera/errors';
import type { AnswerError, ApiErrorType } from '@chimera/http-api-v1';
import {
  type FlightQueryParams,
  type FlightSeries,
  IngestError,
  type IngestErrorType,
  isRange,
  type RunFlightQuery,
} from '@chimera/ingest-flight';
import { NO_ROOM } from '../http/respond.ts';
import type { Transit } from '../http/transit.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { MAX_JSON_BYTES } from '../query/columns.ts';
import type { QueryAnswer, QueryExecutor } from '../query/executor.ts';

/** Metric names that ListFlights tells. */
const MAX_FLIGHTS = 1_000;

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

/** As /api/v1/query_range where the parameters have a grid, else as /api/v1/query. Histogram samples are left out. */
export function flightQueries(options: FlightQueryOptions): RunFlightQuery {
  return async (params, signal) => {
    const path = isRange(params) ? '/query_range' : '/query';
    return seriesOf(await ask(options, path, { ...params }, true, signal), params);
  };
}

/** The first metric names, for ListFlights. */
export function flightMetrics(options: FlightQueryOptions): () => Promise<readonly string[]> {
  return async () => {
    const limit = { limit: String(MAX_FLIGHTS) };
    const { chunks } = await ask(options, '/label/__name__/values', limit, false, new AbortController().signal);
    return (JSON.parse(Buffer.concat(chunks).toString('utf8')) as { data: readonly string[] }).data;
  };
}

/** Throws IngestError. */
async function ask(
  { executor, lifecycle, transit, metrics }: FlightQueryOptions,
  path: string,
  params: Readonly<Record<string, string>>,
  columns: boolean,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  const { state, reason } = lifecycle.status();
  if (state !== 'ready') throw new IngestError('unavailable', `the server is not ready (${state}): ${reason}`);
  if (transit.full()) {
    metrics.limitPassed('transit_bytes');
    throw new IngestError('unavailable', NO_ROOM);
  }
  const query = new URLSearchParams(params).toString();
  const running = executor.run({ method: 'GET', path, query, body: '', head: FIGURES, columns });
  const cancel = (): void => running.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    const answer = await running.answer;
    if (answer.error !== null) throw new IngestError(typeOf(answer.error), answer.error.message);
    return answer;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function typeOf({ type, limit }: AnswerError): IngestErrorType {
  return limit === null ? TYPES[type] : 'resource_exhausted';
}

function seriesOf({ columns }: QueryAnswer, { query }: FlightQueryParams): FlightSeries[] {
  if (columns === 'text') throw new IngestError('invalid_argument', `'${query}' is a text; Flight carries numbers`);
  if (columns === 'too_large')
    throw new IngestError(
      'resource_exhausted',
      `the result has more than ${MAX_JSON_BYTES} bytes as JSON, which is what Flight carries: ask for fewer series, a shorter range or a longer step`,
    );
  invariant(columns !== undefined, 'BUG: a query was answered without columns');
  const { series, timestamps, values } = columns;
  return series.map(({ labels, from, to }) => ({
    labels,
    timestamps: timestamps.subarray(from, to),
    values: values.subarray(from, to),
  }));
}
