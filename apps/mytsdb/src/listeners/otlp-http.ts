/** OTLP metrics over HTTP: a path of the HTTP port, and a port of its own. Open from the start. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createOtlpHttpHandler, type OtlpMetricsDecoder } from '@chimera/ingest-otlp';
import type { Appender } from '@chimera/tsdb-storage';
import type { Logger } from 'pino';
import { setCors } from '../http/cors.ts';
import type { IngestHandler } from '../http/handler.ts';
import { readBody } from '../http/read-body.ts';
import { sendNotFound, sendText } from '../http/respond.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { HttpGate } from '../protection/http-gate.ts';

export type OtlpHttpOptions = {
  readonly appender: Appender;
  /** The one that gRPC uses too: delta series add up whichever way they come. */
  readonly decoder: OtlpMetricsDecoder;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServerMetrics;
  readonly maxMessageBytes: number;
};

/** For `/v1/metrics`, wherever that is. */
export function otlpHttpHandler(options: OtlpHttpOptions): IngestHandler {
  const { appender, decoder, lifecycle, metrics, maxMessageBytes } = options;
  const handle = createOtlpHttpHandler({
    appender,
    decoder,
    limits: { maxMessageBytes },
    unavailable: () => (lifecycle.status().state === 'draining' ? 'the server is stopping; try again later' : null),
  });
  return async (request, response) => {
    // A browser asks first.
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const body = await readBody(request, maxMessageBytes);
    if (body === 'too_large') {
      metrics.limitPassed('message_bytes');
      const hint = `the body is larger than ${maxMessageBytes} bytes: send smaller batches, or raise --max-message-bytes\n`;
      sendText(response, 413, hint, { connection: 'close' });
      return;
    }
    const answer = await handle({ method: request.method ?? '', headers: request.headers, body });
    if (answer.outcome !== null) metrics.ingested('otlp_http', answer.outcome.counts);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  };
}

export type OtlpPortOptions = {
  readonly gate: HttpGate | null;
  readonly serve: IngestHandler;
  readonly metrics: ServerMetrics;
  readonly corsOrigin: RegExp;
  readonly log: Logger;
};

const PATH = '/v1/metrics';

/** Answers the requests of the port that is OTLP's alone; its own failures with 500. */
export function otlpPortHandler(
  options: OtlpPortOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { gate, serve, metrics, corsOrigin, log } = options;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] as string;
    setCors(request, response, corsOrigin);
    if (gate !== null && !(await gate(request, response, path))) return;
    if (path === PATH) await serve(request, response);
    else sendNotFound(response);
  };
  return (request, response) => {
    const started = performance.now();
    void answer(request, response)
      .catch((error: unknown) => {
        if (request.destroyed && !request.complete) return;
        log.error({ err: error, url: request.url }, 'OTLP request failed');
        if (!response.headersSent) sendText(response, 500, 'Internal Server Error\n');
        else response.destroy();
      })
      .then(() => {
        const handler = request.url === PATH ? `otlp${PATH}` : 'otlp_unknown';
        metrics.httpRequest(handler, request.method ?? '', response.statusCode, (performance.now() - started) / 1000);
      });
  };
}
