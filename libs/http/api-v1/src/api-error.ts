/** The HTTP API's error: one class, a closed list of types (Prometheus' names), one table to HTTP status codes. */
import { QueryError } from '@chimera/promql-engine';
import { ParseError, quote } from '@chimera/promql-parser';
import { RegexError } from '@chimera/tsdb-model';

export type ApiErrorType =
  | 'bad_data'
  | 'execution'
  | 'canceled'
  | 'timeout'
  | 'internal'
  | 'not_found'
  | 'unavailable'
  | 'not_acceptable';

/** Prometheus' web/api/v1 codes; 499 is nginx' "client closed request". */
export const HTTP_STATUS_OF: Readonly<Record<ApiErrorType, number>> = {
  bad_data: 400,
  execution: 422,
  canceled: 499,
  timeout: 503,
  internal: 500,
  not_found: 404,
  unavailable: 503,
  not_acceptable: 406,
};

/** The limits that a request can pass; their names are those of the metric's label. */
export type LimitName =
  | 'query_length'
  | 'points_per_series'
  | 'result_bytes'
  | 'query_samples'
  | 'form_bytes'
  | 'queries'
  | 'transit_bytes';

export type ApiErrorOptions = ErrorOptions & { readonly limit?: LimitName };

export class ApiError extends Error {
  override readonly name = 'ApiError';

  readonly type: ApiErrorType;
  /** The limit that was passed; null when it is about something else. */
  readonly limit: LimitName | null;

  constructor(type: ApiErrorType, message: string, options?: ApiErrorOptions) {
    super(message, options);
    this.type = type;
    this.limit = options?.limit ?? null;
  }
}

/** The error of one request parameter, as Prometheus words it. */
export function invalidParameter(name: string, message: string, options?: ApiErrorOptions): ApiError {
  return new ApiError('bad_data', `invalid parameter ${quote(name)}: ${message}`, options);
}

/** How the engine says that a query holds more samples than it may, in Prometheus' words. */
const TOO_MANY_SAMPLES = 'query processing would load too many samples';

/** What a thrown value means to the client; anything unknown is our own fault ('internal'). */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof QueryError) {
    if (thrown.type === 'bad_data') return invalidParameter('query', thrown.message, { cause: thrown });
    if (thrown.message.startsWith(TOO_MANY_SAMPLES)) {
      const message = `${thrown.message}. Select fewer series or a shorter range, or raise --query-max-samples`;
      return new ApiError(thrown.type, message, { cause: thrown, limit: 'query_samples' });
    }
    const advice = thrown.type === 'timeout' ? '. Ask for less at once, or raise the timeout (--query-timeout)' : '';
    return new ApiError(thrown.type, thrown.message + advice, { cause: thrown });
  }
  if (thrown instanceof ParseError) return invalidParameter('query', thrown.message, { cause: thrown });
  if (thrown instanceof RegexError) return new ApiError('bad_data', thrown.message, { cause: thrown });
  return new ApiError('internal', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
