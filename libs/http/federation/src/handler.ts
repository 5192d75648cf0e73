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
};

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
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, `send GET, not ${method}`, { allow: 'GET, HEAD' });
    const matcherSets: (readonly Matcher[])[] = [];
    for (const selector of selectors) {
      const matchers = matchersOf(selector, limits.maxSelectorLength);
      if (typeof matchers === 'string') return refuse(400, matchers);
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
        if (text.length < CHUNK_CHARACTERS) continue;
        flush();
        if (size > limits.maxResultBytes) {
          return refuse(400, `the answer has more than ${limits.maxResultBytes} bytes: select fewer series`);
        }
      }
      if (text !== '') flush();
      return { status: 200, headers: { 'content-type': CONTENT_TYPE_OF[format] }, chunks };
    } finally {
      querier.close();
    }
  };
}

/** What is wrong as a text. */
function matchersOf(selector: string, maxLength: number): readonly Matcher[] | string {
  if (selector.length > maxLength) return `match[] has ${selector.length} characters, ${maxLength} are allowed`;
  try {
    const matchers = parseMetricSelector(selector);
    for (const matcher of matchers) compileMatcher(matcher);
    return matchers;
  } catch (error) {
    return messageOf(error);
  }
}

function refuse(status: number, message: string, headers: Record<string, string> = {}): FederationResponse {
  const chunks = [encoder.encode(`${message}\n`)];
  return { status, headers: { 'content-type': TEXT, ...headers }, chunks };
}
