/** DoGet: a PromQL query's result as a stream of record batches, no faster than the client takes them. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { FrameEncoder } from '../frames.ts';
import { grpcStatus } from '../grpc-status.ts';
import { decodeSingleBytes, encodeFlightData } from '../messages.ts';
import { type FlightQueryParams, parseQueryParams } from './query-params.ts';
import { type FlightSeries, ResultTable } from './result-table.ts';

/** Of a result in memory: a time and a value. */
const ROW_BYTES = 16;

/** Evaluates a query. The signal aborts when the client has gone. Rejects with an IngestError for what the client should know. */
export type RunFlightQuery = (params: FlightQueryParams, signal: AbortSignal) => Promise<readonly FlightSeries[]>;

/** Told how many bytes of a result wait for its client; returns what is called when they no longer do. */
export type HoldResult = (bytes: number) => () => void;

/** Never rejects: errors become the call's status. */
export async function doGet(
  call: ServerWritableStream<Buffer, Buffer>,
  runQuery: RunFlightQuery,
  hold: HoldResult = () => () => {},
): Promise<void> {
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  let release = (): void => {};
  try {
    const params = parseQueryParams(decodeSingleBytes(call.request));
    const table = new ResultTable(await runQuery(params, gone.signal));
    release = hold(table.rows * ROW_BYTES);
    const encoder = new FrameEncoder();
    for (const batch of table.batches()) {
      for (const { header, body } of encoder.encode(batch)) {
        if (gone.signal.aborted) return;
        if (!call.write(encodeFlightData(null, header, body))) await told(call, 'drain', gone.signal);
      }
    }
    if (gone.signal.aborted) return;
    const sent = told(call, 'finish', gone.signal);
    call.end();
    await sent;
  } catch (thrown) {
    if (!gone.signal.aborted) call.emit('error', grpcStatus(thrown));
  } finally {
    release();
  }
}

/** Resolves when the client took enough of what was written ('drain') or all of it ('finish'), or has gone. */
function told(call: ServerWritableStream<Buffer, Buffer>, event: 'drain' | 'finish', gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off(event, done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    call.on(event, done);
    gone.addEventListener('abort', done);
    if (gone.aborted) done();
  });
}
