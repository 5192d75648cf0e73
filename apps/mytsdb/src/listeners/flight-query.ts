/** Queries over Flight: the HTTP API's routes in the same query threads, their JSON turned into columns here. */
import type { AnswerError, ApiAnswer, ApiErrorType } from '@chimera/http-api-v1';
import {
  type FlightQueryParams,
  type FlightSeries,
  IngestError,
  type IngestErrorType,
  isRange,
  type RunFlightQuery,
} from '@chimera/ingest-flight';
import type { Lifecycle } from '../lifecycle.ts';
import type { QueryExecutor } from '../query/executor.ts';

/** Largest answer as JSON, bytes: it is parsed on the thread that ingests. */
export const MAX_RESULT_BYTES = 64 * 1_024 * 1_024;
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

export type FlightQueryOptions = { readonly executor: QueryExecutor; readonly lifecycle: Lifecycle };

/** As /api/v1/query_range where the parameters have a grid, else as /api/v1/query. Histogram samples are left out. */
export function flightQueries(options: FlightQueryOptions): RunFlightQuery {
  return async (params, signal) => {
    const data = await ask<QueryData>(options, isRange(params) ? '/query_range' : '/query', { ...params }, signal);
    return seriesOf(data, params);
  };
}

/** The first metric names, for ListFlights. */
export function flightMetrics(options: FlightQueryOptions): () => Promise<readonly string[]> {
  return () =>
    ask<readonly string[]>(
      options,
      '/label/__name__/values',
      { limit: String(MAX_FLIGHTS) },
      new AbortController().signal,
    );
}

type JsonSample = readonly [time: number, value: string];

type QueryData =
  | { readonly resultType: 'scalar'; readonly result: JsonSample }
  | { readonly resultType: 'string'; readonly result: JsonSample }
  | {
      readonly resultType: 'vector' | 'matrix';
      readonly result: readonly {
        readonly metric: Readonly<Record<string, string>>;
        readonly value?: JsonSample;
        readonly values?: readonly JsonSample[];
      }[];
    };

/** Throws IngestError. */
async function ask<T>(
  { executor, lifecycle }: FlightQueryOptions,
  path: string,
  params: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<T> {
  const { state, reason } = lifecycle.status();
  if (state !== 'ready') throw new IngestError('unavailable', `the server is not ready (${state}): ${reason}`);
  const query = new URLSearchParams(params).toString();
  const running = executor.run({ method: 'GET', path, query, body: '', head: FIGURES });
  const cancel = (): void => running.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return dataOf(await running.answer) as T;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function dataOf({ error, chunks }: ApiAnswer): unknown {
  if (error !== null) throw new IngestError(typeOf(error), error.message);
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
  if (bytes > MAX_RESULT_BYTES)
    throw new IngestError(
      'resource_exhausted',
      `the result has ${bytes} bytes as JSON, Flight carries at most ${MAX_RESULT_BYTES}: ask for fewer series, a shorter range or a longer step`,
    );
  return (JSON.parse(Buffer.concat(chunks).toString('utf8')) as { data: unknown }).data;
}

function typeOf({ type, limit }: AnswerError): IngestErrorType {
  return limit === null ? TYPES[type] : 'resource_exhausted';
}

function seriesOf(data: QueryData, { query }: FlightQueryParams): FlightSeries[] {
  if (data.resultType === 'string')
    throw new IngestError('invalid_argument', `'${query}' is a text; Flight carries numbers`);
  if (data.resultType === 'scalar') return [columns({}, [data.result])];
  return data.result
    .map(({ metric, value, values }) => columns(metric, values ?? (value === undefined ? [] : [value])))
    .filter(({ values }) => values.length > 0);
}

function columns(labels: Readonly<Record<string, string>>, samples: readonly JsonSample[]): FlightSeries {
  const timestamps = new Float64Array(samples.length);
  const values = new Float64Array(samples.length);
  for (const [i, [seconds, text]] of samples.entries()) {
    timestamps[i] = Math.round(seconds * 1_000);
    values[i] = text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
  }
  return { labels, timestamps, values };
}
