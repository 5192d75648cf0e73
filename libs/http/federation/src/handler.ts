/** `GET /federate?match[]=...`, free of any server: what another Prometheus scrapes to take series over. */
import { messageOf } from '@chimera/errors';
import { parseMetricSelector } from '@chimera/promql-parser';
import { compileMatcher, type Matcher } from '@chimera/tsdb-model';
import type { Queryable } from '@chimera/tsdb-storage';
import { CONTENT_TYPE_OF, formatFor } from './exposition-format.ts';
import { latestSamples } from './latest-samples.ts';
import { DEFAULT_FEDERATION_LIMITS, type FederationLimits } from './limits.ts';
import { exposition } from './write-exposition.ts';

export type FederationRequest = {
  readonly method: string;
  /** All values of the parameter `match[]`; none selects nothing. */
  readonly selectors: readonly string[];
  /** The header Accept, '' when there is none. */
  readonly accept: string;
};

export type FederationResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  /** The limit that the request passed, for metrics; null when it is answered, or refused for something else. */
  readonly limit: FederationLimitName | null;
};

export type FederationLimitName = 'query_length' | 'result_bytes';

export type FederationHandler = (request: FederationRequest) => Promise<FederationResponse>;

export type FederationOptions = {
  readonly queryable: Queryable;
  /** Unix ms. */
  readonly now: () => number;
  /** How old the newest sample of a series may be: the lookback delta of queries, ms. */
  readonly lookbackMs: number;
  readonly limits?: Partial<FederationLimits>;
};

const CHUNK_CHARACTERS = 64 * 1024;
const TEXT = 'text/plain; charset=utf-8';
const encoder = new TextEncoder();

/** Never throws for bad requests. */
export function createFederationHandler({ queryable, now, lookbackMs, ...rest }: FederationOptions): FederationHandler {
  const limits = { ...DEFAULT_FEDERATION_LIMITS, ...rest.limits };
  return async ({ method, selectors, accept }) => {
    if (method !== 'GET' && method !== 'HEAD')
      return refuse(405, `send GET, not ${method}`, null, { allow: 'GET, HEAD' });
    const matcherSets: (readonly Matcher[])[] = [];
    for (const selector of selectors) {
      if (selector.length > limits.maxSelectorLength) {
        const message = `match[] has ${selector.length} characters, ${limits.maxSelectorLength} are allowed: shorten it, or raise --query-max-length`;
        return refuse(400, message, 'query_length');
      }
      const matchers = matchersOf(selector);
      if (typeof matchers === 'string') return refuse(400, matchers, null);
      matcherSets.push(matchers);
    }
    const format = formatFor(accept);
    const querier = queryable.querier();
    try {
      const samples = await latestSamples(querier, matcherSets, now(), lookbackMs);
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let text = '';
      let size = 0;
      const flush = (): void => {
        const bytes = encoder.encode(text);
        text = '';
        size += bytes.length;
        chunks.push(bytes);
      };
      for (const line of exposition(samples, format)) {
        text += line;
        if (text.length >= CHUNK_CHARACTERS) flush();
        if (size > limits.maxResultBytes) break;
      }
      if (text !== '') flush();
      if (size > limits.maxResultBytes) {
        const message = `the answer has more than ${limits.maxResultBytes} bytes: select fewer series, or raise --query-max-result-bytes`;
        return refuse(400, message, 'result_bytes');
      }
      return { status: 200, headers: { 'content-type': CONTENT_TYPE_OF[format] }, chunks, limit: null };
    } finally {
      querier.close();
    }
  };
}

/** What is wrong as a text. */
function matchersOf(selector: string): readonly Matcher[] | string {
  try {
    const matchers = parseMetricSelector(selector);
    for (const matcher of matchers) compileMatcher(matcher);
    return matchers;
  } catch (error) {
    return messageOf(error);
  }
}

function refuse(
  status: number,
  message: string,
  limit: FederationLimitName | null,
  headers: Record<string, string> = {},
): FederationResponse {
  const chunks = [encoder.encode(`${message}\n`)];
  return { status, headers: { 'content-type': TEXT, ...headers }, chunks, limit };
}
