/** Remote write on the HTTP port. */
import { createRemoteWriteHandler } from '@chimera/ingest-remote-write';
import type { Appender, WriterTurns } from '@chimera/tsdb-storage';
import type { IngestHandler } from '../http/handler.ts';
import { readBody } from '../http/read-body.ts';
import { sendNoRoom, sendText } from '../http/respond.ts';
import type { Transit } from '../http/transit.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';

export type RemoteWriteOptions = {
  readonly appender: Appender;
  readonly metrics: ServerMetrics;
  readonly maxBodyBytes: number;
  readonly maxSamples: number;
  readonly transit: Transit;
  readonly turns: WriterTurns;
  /** Why nothing more can be taken now, or null. */
  readonly overloaded: () => string | null;
};

export function remoteWriteHandler(options: RemoteWriteOptions): IngestHandler {
  const { appender, metrics, maxBodyBytes, maxSamples, turns, transit, overloaded } = options;
  const limits = { maxBodyBytes, maxDecodedBytes: 2 * maxBodyBytes, maxSamples };
  const handle = createRemoteWriteHandler({ appender, limits, turns, overloaded });
  return async (request, response) => {
    if (request.method !== 'POST') {
      sendText(response, 405, 'Method Not Allowed\n', { allow: 'POST' });
      return;
    }
    const body = await readBody(request, response, maxBodyBytes, transit);
    if (body === 'no_room') {
      metrics.limitPassed('transit_bytes');
      metrics.overloaded('remote_write');
      sendNoRoom(response);
      return;
    }
    if (body === 'too_large') {
      metrics.limitPassed('write_bytes');
      const message = `the body is larger than ${maxBodyBytes} bytes: send smaller batches, or raise --max-write-bytes\n`;
      sendText(response, 413, message, { connection: 'close' });
      return;
    }
    const { status, headers, body: text, refused, counts } = await handle({ headers: request.headers, body });
    metrics.ingested('remote_write', counts);
    if (refused === 'too_large') metrics.limitPassed('write_bytes');
    if (refused === 'too_many_samples') metrics.limitPassed('samples_per_request');
    if (refused === 'overloaded') metrics.overloaded('remote_write');
    response.writeHead(status, headers);
    response.end(text);
  };
}
