/** OTLP metrics over HTTP: a path of the HTTP port, and a port of its own. Open from the start. */
import { createOtlpHttpHandler, type OtlpMetricsDecoder } from '@chimera/ingest-otlp';
import type { Appender, WriterTurns } from '@chimera/tsdb-storage';
import type { Serve } from '../http/answer-requests.ts';
import { setCors } from '../http/cors.ts';
import type { IngestHandler } from '../http/handler.ts';
import { readBody } from '../http/read-body.ts';
import { sendNoRoom, sendText } from '../http/respond.ts';
import type { Transit } from '../http/transit.ts';
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
  readonly convertJson: (body: Uint8Array) => Promise<Uint8Array>;
  readonly transit: Transit;
  readonly turns: WriterTurns;
  /** Why clients should slow down, or null. */
  readonly overloaded: () => string | null;
};

/** For `/v1/metrics`, wherever that is. */
export function otlpHttpHandler(options: OtlpHttpOptions): IngestHandler {
  const { appender, decoder, lifecycle, metrics, maxMessageBytes, turns, transit, overloaded } = options;
  const handle = createOtlpHttpHandler({
    appender,
    decoder,
    turns,
    overloaded,
    convertJson: options.convertJson,
    limits: { maxMessageBytes },
    unavailable: () => (lifecycle.status().state === 'draining' ? 'the server is stopping; try again later' : null),
  });
  return async (request, response) => {
    // A browser asks first.
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const body = await readBody(request, response, maxMessageBytes, transit);
    if (body === 'no_room') {
      metrics.limitPassed('transit_bytes');
      metrics.overloaded('otlp_http');
      sendNoRoom(response);
      return;
    }
    if (body === 'too_large') {
      metrics.limitPassed('message_bytes');
      const hint = `the body is larger than ${maxMessageBytes} bytes: send smaller batches, or raise --max-message-bytes\n`;
      sendText(response, 413, hint, { connection: 'close' });
      return;
    }
    const answer = await handle({ method: request.method ?? '', headers: request.headers, body });
    metrics.ingested('otlp_http', answer.counts);
    if (answer.refused === 'too_large') metrics.limitPassed('message_bytes');
    if (answer.refused === 'too_many_points') metrics.limitPassed('samples_per_request');
    if (answer.refused === 'overloaded') metrics.overloaded('otlp_http');
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  };
}

export type OtlpPortOptions = {
  readonly gate: HttpGate | null;
  readonly serve: IngestHandler;
  readonly corsOrigin: RegExp;
};

const PATH = '/v1/metrics';

/** Serves the port that is OTLP's alone. */
export function otlpPortHandler({ gate, serve, corsOrigin }: OtlpPortOptions): Serve {
  return async (request, response) => {
    const path = (request.url ?? '/').split('?')[0] as string;
    setCors(request, response, corsOrigin);
    if (gate !== null && !(await gate(request, response, path))) return 'refused';
    if (path === PATH) {
      await serve(request, response);
      return `otlp${PATH}`;
    }
    sendText(response, 404, `404: this port takes OTLP metrics, POST ${PATH}, and nothing else\n`);
    return 'otlp_unknown';
  };
}
