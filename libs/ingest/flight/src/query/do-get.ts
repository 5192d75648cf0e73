/** DoGet: a PromQL query's result as a stream of record batches, no faster than the client takes them. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { FrameEncoder } from '../frames.ts';
import { grpcStatus } from '../grpc-status.ts';
import { decodeSingleBytes, encodeFlightData } from '../messages.ts';
import { type FlightQueryParams, parseQueryParams } from './query-params.ts';
import { type FlightSeries, ResultTable } from './result-table.ts';

/** Evaluates a query. The signal aborts when the client has gone. Rejects with an IngestError for what the client should know. */
export type RunFlightQuery = (params: FlightQueryParams, signal: AbortSignal) => Promise<readonly FlightSeries[]>;

/** Never rejects: errors become the call's status. */
export async function doGet(call: ServerWritableStream<Buffer, Buffer>, runQuery: RunFlightQuery): Promise<void> {
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  try {
    const params = parseQueryParams(decodeSingleBytes(call.request));
    const table = new ResultTable(await runQuery(params, gone.signal));
    const encoder = new FrameEncoder();
    for (const batch of table.batches()) {
      for (const { header, body } of encoder.encode(batch)) {
        if (gone.signal.aborted) return;
        if (!call.write(encodeFlightData(null, header, body))) await drained(call, gone.signal);
      }
    }
    if (!gone.signal.aborted) call.end();
  } catch (thrown) {
    if (!gone.signal.aborted) call.emit('error', grpcStatus(thrown));
  }
}

/** Resolves when the client took enough of what was written, or has gone. */
function drained(call: ServerWritableStream<Buffer, Buffer>, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    call.on('drain', done);
    gone.addEventListener('abort', done);
    if (gone.aborted) done();
  });
}
