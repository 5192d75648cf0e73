/** What all HTTP ports do with each request: an id, an answer in any case, a count and a line in the log. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { RequestIds } from '../request-ids.ts';
import { sendText } from './respond.ts';

export type AnswerOptions = {
  readonly requestIds: RequestIds;
  readonly metrics: ServerMetrics;
  /** Each request at level info, not debug. */
  readonly accessLog: boolean;
  readonly log: Logger;
};

/** Serves one request; resolves to the name of what served it, for metrics. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<string>;

/** Makes listeners of HTTP servers. Failures of `serve` are answered with 500. */
export function answerRequests(
  options: AnswerOptions,
): (serve: Serve) => (request: IncomingMessage, response: ServerResponse) => void {
  const { requestIds, metrics, log } = options;
  const accessLevel = options.accessLog ? 'info' : 'debug';
  return (serve) => (request, response) => {
    const id = requestIds(request.headers['x-request-id']);
    const started = performance.now();
    // Asked now: a request that is over may have no socket any more.
    const { localPort: port, remoteAddress: client } = request.socket;
    response.setHeader('x-request-id', id);
    void serve(request, response)
      .catch((error: unknown) => {
        // A client that goes away in the middle of its request is nobody's error.
        if (request.destroyed && !request.complete) return 'client_gone';
        log.error({ err: error, requestId: id, url: request.url, port }, 'request failed');
        if (!response.headersSent) sendText(response, 500, 'Internal Server Error\n');
        else response.destroy();
        return 'failed';
      })
      .then((handler) => {
        const seconds = (performance.now() - started) / 1000;
        metrics.httpRequest(handler, request.method ?? '', response.statusCode, seconds);
        if (!log.isLevelEnabled(accessLevel)) return;
        const { statusCode: status } = response;
        const { method, url } = request;
        log[accessLevel]({ requestId: id, method, url, status, seconds, client, port }, 'request');
      });
  };
}
