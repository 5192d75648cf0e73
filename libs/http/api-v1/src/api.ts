/** The API's two halves: routes that read the store (in a worker), and those that tell about the server. */
import { invariant } from '@chimera/errors';
import { type ApiAnswer, answer, errorAnswer } from './answer.ts';
import { ApiError, toApiError } from './api-error.ts';
import { parseForm } from './params/form.ts';
import type { QueryDependencies, Route } from './route.ts';
import { evaluateInstant } from './routes/query.ts';
import { outcomeOf, type QueryOutcome } from './routes/query-answer.ts';
import { evaluateRange } from './routes/query-range.ts';
import { matchRoute } from './routes.ts';
import type { HeadSnapshot, StatusProvider } from './status-provider.ts';

/** A request in a form that can be sent to another thread. */
export type ApiRequest = {
  readonly method: string;
  /** What follows `/api/v1`. */
  readonly path: string;
  /** The URL's query, without the question mark. */
  readonly query: string;
  /** A POST's `application/x-www-form-urlencoded` body, else ''. */
  readonly body: string;
  readonly head: HeadSnapshot;
};

export type QueryApi = {
  handle(request: ApiRequest, isCancelled: () => boolean): Promise<ApiAnswer>;
  /** What `/query` and `/query_range` answer, for writers of other formats than JSON. Rejects with ApiError. */
  evaluate(request: ApiRequest, isCancelled: () => boolean): Promise<QueryOutcome>;
};
export type StatusApi = { handle(request: ApiRequest): Promise<ApiAnswer> };

export function createQueryApi(deps: QueryDependencies): QueryApi {
  return {
    handle: (request, isCancelled) =>
      withRoute(request, ({ route, name }) => {
        if (route.runs !== 'query') throw new ApiError('internal', `BUG: ${route.path} is not a query route`);
        const form = parseForm(request.body, request.query);
        return answer(deps.limits.maxResultBytes, (out) =>
          route.handle({ form, name, isCancelled, head: request.head }, deps, out),
        );
      }),
    evaluate: async ({ path, body, query, head }, isCancelled) => {
      invariant(path === '/query' || path === '/query_range', `BUG: ${path} evaluates no query`);
      const evaluate = path === '/query' ? evaluateInstant : evaluateRange;
      try {
        return outcomeOf(await evaluate({ form: parseForm(body, query), name: '', isCancelled, head }, deps));
      } catch (thrown) {
        throw toApiError(thrown);
      }
    },
  };
}

/** `maxResultBytes` as in ApiLimits. */
export function createStatusApi(status: StatusProvider, maxResultBytes: number): StatusApi {
  return {
    handle: (request) =>
      withRoute(request, ({ route, name }) => {
        if (route.runs !== 'status') throw new ApiError('internal', `BUG: ${route.path} is not a status route`);
        const form = parseForm(request.body, request.query);
        return answer(maxResultBytes, (out) =>
          route.handle({ form, name, isCancelled: () => false, head: request.head }, status, out),
        );
      }),
  };
}

async function withRoute(
  { method, path }: ApiRequest,
  run: (match: { readonly route: Route; readonly name: string }) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const match = matchRoute(method, path);
  if (match.found !== 'route') return errorAnswer(new ApiError('not_found', `no route ${method} ${path}`));
  return run(match);
}
