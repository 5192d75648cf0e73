/** `POST /api/v1/import/prometheus` on the HTTP port: a file of the text formats, streamed. Open from the start. */
import { createTextImportHandler } from '@chimera/ingest-text';
import type { Appender, WriterTurns } from '@chimera/tsdb-storage';
import type { IngestHandler } from '../http/handler.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';

export type TextImportOptions = {
  readonly appender: Appender;
  readonly metrics: ServerMetrics;
  /** Unix ms. */
  readonly now: () => number;
  readonly maxBytes: number;
  readonly turns: WriterTurns;
  /** Why no import may begin now, or null. */
  readonly overloaded: () => string | null;
};

export function textImportHandler(options: TextImportOptions): IngestHandler {
  const { appender, metrics, now, maxBytes, turns, overloaded } = options;
  const handle = createTextImportHandler({ appender, now, limits: { maxBytes }, turns, overloaded });
  return async (request, response) => {
    const parameters = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const { status, headers, body, outcome } = await handle({
      method: request.method ?? '',
      headers: request.headers,
      format: parameters.get('format') ?? '',
      body: request as AsyncIterable<Buffer>,
    });
    if (outcome !== null) metrics.ingested('text_import', outcome.counts);
    if (status === 503 && outcome === null) metrics.overloaded('text_import');
    if (status === 413) metrics.limitPassed('import_bytes');
    // What nobody reads ends with the connection.
    response.writeHead(status, request.complete ? headers : { ...headers, connection: 'close' });
    response.end(body);
  };
}
