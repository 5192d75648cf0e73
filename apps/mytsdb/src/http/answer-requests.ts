/** What all HTTP ports do with each request: an id, an answer in any case, a count and a line in the log. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { sendText } from './respond.ts';

export type AnswerOptions = {
  /** Begins the ids of requests that bring none. */
  readonly startToken: string;
  readonly metrics: ServerMetrics;
  /** Each request at level info, not debug. */
  readonly accessLog: boolean;
  readonly log: Logger;
};

/** Serves one request; resolves to the name of what served it, for metrics. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<string>;

/** Makes listeners of HTTP servers. Make one for all ports: ids count on. Failures of `serve` are answered with 500. */
export function answerRequests(
  options: AnswerOptions,
): (serve: Serve) => (request: IncomingMessage, response: ServerResponse) => void {
  const { startToken, metrics, log } = options;
  const accessLevel = options.accessLog ? 'info' : 'debug';
  let nextId = 1;
  return (serve) => (request, response) => {
    const id = requestId(request) ?? `${startToken.slice(0, 8)}-${nextId++}`;
    const started = performance.now();
    const port = request.socket.localPort;
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
        const client = request.socket.remoteAddress;
        const { method, url } = request;
        log[accessLevel]({ requestId: id, method, url, status, seconds, client, port }, 'request');
      });
  };
}

/** The client's own, so that its log and ours can be joined; null when it has none that is safe to repeat. */
function requestId({ headers }: IncomingMessage): string | null {
  const id = headers['x-request-id'];
  return typeof id === 'string' && /^[\w.:/+=-]{1,128}$/.test(id) ? id : null;
}
