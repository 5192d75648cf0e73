/** `/api/v1/*`: gate, route, run, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type ApiAnswer,
  ApiError,
  errorAnswer,
  type HeadSnapshot,
  matchRoute,
  type StatusApi,
} from '@chimera/http-api-v1';
import type { Lifecycle } from '../lifecycle.ts';
import type { QueryExecutor, QueryRequest } from '../query/executor.ts';
import { sendUnlessReady } from './health.ts';
import { readBody } from './read-body.ts';
import { NO_ROOM, sendChunks, sendNotFound, sendText } from './respond.ts';
import type { Transit } from './transit.ts';

export type ApiHandlerOptions = {
  readonly lifecycle: Lifecycle;
  readonly executor: QueryExecutor;
  readonly status: StatusApi;
  readonly head: () => HeadSnapshot;
  readonly maxFormBytes: number;
  readonly transit: Transit;
};

/** Serves the request; `path` starts after `/api/v1`. Resolves to the route's path, for metrics. */
export type ApiHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
) => Promise<{ readonly route: string; readonly answer: ApiAnswer | null }>;

const NO_FIGURES: HeadSnapshot = { chunkCount: 0, minTimeMs: 0, maxTimeMs: 0 };

export function createApiHandler(options: ApiHandlerOptions): ApiHandler {
  const { lifecycle, executor, status, head, maxFormBytes, transit } = options;
  return async (request, response, path, query) => {
    if (!sendUnlessReady(response, lifecycle.status())) return { route: 'not_ready', answer: null };
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return { route: 'options', answer: null };
    }
    const match = matchRoute(request.method ?? 'GET', path);
    if (match.found === 'nothing') {
      sendNotFound(response);
      return { route: 'unknown', answer: null };
    }
    if (match.found === 'wrong_method') {
      sendText(response, 405, 'Method Not Allowed\n', { allow: match.allow });
      return { route: 'wrong_method', answer: null };
    }
    const { route } = match;
    const body = route.runs === 'query' && transit.full() ? 'no_room' : await formBody(request, response, options);
    let answer: ApiAnswer;
    if (body === 'too_large') {
      response.setHeader('connection', 'close');
      answer = {
        ...errorAnswer(new ApiError('bad_data', tooLarge(maxFormBytes), { limit: 'form_bytes' })),
        status: 413,
      };
    } else if (body === 'no_room') {
      response.setHeader('connection', 'close');
      response.setHeader('retry-after', '5');
      answer = errorAnswer(new ApiError('unavailable', NO_ROOM, { limit: 'transit_bytes' }));
    } else {
      // The head's figures cost a pass over all series: only one route shows them.
      const figures = route.path === '/status/tsdb' ? head() : NO_FIGURES;
      const apiRequest = { method: request.method ?? 'GET', path, query, body, head: figures };
      answer =
        route.runs === 'status'
          ? await status.handle(apiRequest)
          : await runQuery(
              { ...apiRequest, requestId: String(response.getHeader('x-request-id')) },
              response,
              executor,
            );
    }
    transit.hold(
      response,
      answer.chunks.reduce((sum, { length }) => sum + length, 0),
    );
    const headers = { 'content-type': answer.contentType };
    if (answer.status === 204) response.writeHead(204).end();
    else if (!response.destroyed) await sendChunks(request, response, answer.status, headers, answer.chunks);
    return { route: route.path, answer };
  };
}

async function runQuery(request: QueryRequest, response: ServerResponse, executor: QueryExecutor): Promise<ApiAnswer> {
  const query = executor.run(request);
  const gone = (): void => {
    if (!response.writableEnded) query.cancel();
  };
  response.once('close', gone);
  try {
    return await query.answer;
  } finally {
    response.off('close', gone);
  }
}

async function formBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxFormBytes, transit }: ApiHandlerOptions,
): Promise<string | 'too_large' | 'no_room'> {
  if (request.method !== 'POST') return '';
  const type = String(request.headers['content-type'] ?? '')
    .split(';')[0]
    ?.trim()
    .toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return '';
  const body = await readBody(request, response, maxFormBytes, transit);
  return typeof body === 'string' ? body : body.toString('utf8');
}

function tooLarge(maxBytes: number): string {
  return `the request body is larger than ${maxBytes} bytes. Shorten it, or raise --max-form-bytes`;
}
