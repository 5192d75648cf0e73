/** Remote write on the HTTP port. */
import { createRemoteWriteHandler } from '@chimera/ingest-remote-write';
import type { Appender } from '@chimera/tsdb-storage';
import type { IngestHandler } from '../http/handler.ts';
import { readBody } from '../http/read-body.ts';
import { sendText } from '../http/respond.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';

export type RemoteWriteOptions = {
  readonly appender: Appender;
  readonly metrics: ServerMetrics;
  readonly maxBodyBytes: number;
};

export function remoteWriteHandler({ appender, metrics, maxBodyBytes }: RemoteWriteOptions): IngestHandler {
  const handle = createRemoteWriteHandler({ appender, limits: { maxBodyBytes, maxDecodedBytes: 2 * maxBodyBytes } });
  return async (request, response) => {
    if (request.method !== 'POST') {
      sendText(response, 405, 'Method Not Allowed\n', { allow: 'POST' });
      return;
    }
    const body = await readBody(request, maxBodyBytes);
    if (body === 'too_large') {
      metrics.limitPassed('write_bytes');
      const message = `the body is larger than ${maxBodyBytes} bytes: send smaller batches, or raise --max-write-bytes\n`;
      sendText(response, 413, message, { connection: 'close' });
      return;
    }
    const { status, headers, body: text, outcome } = handle({ headers: request.headers, body });
    if (outcome !== null) metrics.ingested('remote_write', outcome.counts);
    response.writeHead(status, headers);
    response.end(text);
  };
}
