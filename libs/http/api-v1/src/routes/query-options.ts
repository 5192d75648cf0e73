/** The parameters that `/query` and `/query_range` share. */
import type { EngineOptions, QueryControl } from '@chimera/promql-engine';
import { ApiError, invalidParameter } from '../api-error.ts';
import type { Form } from '../params/form.ts';
import { parseDuration } from '../params/parse-duration.ts';
import type { QueryDependencies, RouteRequest } from '../route.ts';

/** The query's text, within the length limit. */
export function queryText(form: Form, { limits }: Pick<QueryDependencies, 'limits'>): string {
  const text = form.first('query');
  if (text.length <= limits.maxQueryLength) return text;
  throw invalidParameter(
    'query',
    `the query has ${text.length} characters, ${limits.maxQueryLength} are allowed. Shorten it, or raise --query-max-length`,
    { limit: 'query_length' },
  );
}

/** `timeout` can only shorten the server's; `lookback_delta` of 0 or nothing leaves the engine's. */
export function optionsOf(form: Form, { limits }: QueryDependencies): Partial<EngineOptions> {
  const timeoutMs = Math.min(limits.timeoutMs, timeoutOf(form) ?? limits.timeoutMs);
  const lookbackDeltaMs = Math.trunc(lookbackOf(form));
  if (timeoutMs <= 0) throw new ApiError('timeout', 'query timed out in query execution');
  const options = { timeoutMs, stepStats: form.first('stats') !== '' };
  return lookbackDeltaMs > 0 ? { ...options, lookbackDeltaMs } : options;
}

export function controlOf(request: RouteRequest, { now }: QueryDependencies): QueryControl {
  return { now, isCancelled: () => request.isCancelled() };
}

function timeoutOf(form: Form): number | null {
  const text = form.first('timeout');
  if (text === '') return null;
  try {
    return parseDuration(text);
  } catch (cause) {
    throw invalidParameter('timeout', (cause as Error).message, { cause });
  }
}

function lookbackOf(form: Form): number {
  const text = form.first('lookback_delta');
  if (text === '') return 0;
  try {
    return parseDuration(text);
  } catch (cause) {
    throw new ApiError('bad_data', `error parsing lookback delta duration: ${(cause as Error).message}`, { cause });
  }
}
