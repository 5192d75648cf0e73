/** All paths of the HTTP port. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Lifecycle } from '../lifecycle.ts';
import { TEXT_TYPE } from '../metrics/registry.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { HttpGate } from '../protection/http-gate.ts';
import type { Serve } from './answer-requests.ts';
import type { ApiHandler } from './api-handler.ts';
import { setCors } from './cors.ts';
import { sendHealthy, sendReady, sendState } from './health.ts';
import { sendChunks, sendNotFound } from './respond.ts';
import { sendAsset, sendPage } from './static-files.ts';

/** Serves one request of another system's protocol; `/api/v1/write` is one. Never rejects for bad data. */
export type IngestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type HandlerOptions = {
  /** Before everything else; null: open. */
  readonly gate: HttpGate | null;
  readonly api: ApiHandler;
  /** Path to handler: those that ingest are open from the start, those that read wait at the ready gate themselves. */
  readonly ingest: ReadonlyMap<string, IngestHandler>;
  readonly lifecycle: Lifecycle;
  readonly startToken: string;
  readonly metrics: ServerMetrics;
  readonly webFolder: string;
  readonly corsOrigin: RegExp;
};

const API = '/api/v1';

/** Serves every path. */
export function createHandler(options: HandlerOptions): Serve {
  return (request, response) => serve(options, request, response);
}

/** Resolves to the name of what served it, for metrics. */
async function serve(options: HandlerOptions, request: IncomingMessage, response: ServerResponse): Promise<string> {
  const { lifecycle, metrics } = options;
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  setCors(request, response, options.corsOrigin);
  if (options.gate !== null && !(await options.gate(request, response, path))) return 'refused';
  const ingest = options.ingest.get(path);
  if (ingest !== undefined) {
    await ingest(request, response);
    return path;
  }
  if (path.startsWith(`${API}/`)) {
    const { route, answer } = await options.api(request, response, path.slice(API.length), query);
    const limit = answer?.error?.limit ?? null;
    if (limit !== null) metrics.limitPassed(limit);
    return route.startsWith('/') ? API + route : `api_${route}`;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendNotFound(response);
    return 'unknown';
  }
  switch (path) {
    case '/health':
    case '/-/healthy':
      sendHealthy(response);
      return path;
    case '/-/ready':
      sendReady(response, lifecycle.status());
      return path;
    case '/-/state':
      sendState(response, lifecycle.status(), options.startToken);
      return path;
    case '/metrics':
      await sendChunks(request, response, 200, { 'content-type': TEXT_TYPE }, [Buffer.from(metrics.text())]);
      return path;
    case '/':
    case '/graph':
    case '/query':
      await sendPage(response, options.webFolder);
      return '/';
  }
  if (path.startsWith('/assets/')) {
    await sendAsset(response, options.webFolder, path);
    return '/assets';
  }
  sendNotFound(response);
  return 'unknown';
}
