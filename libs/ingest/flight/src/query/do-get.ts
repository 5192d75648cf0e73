/** DoGet: a PromQL query's result as a stream of record batches, no faster than the client takes them. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { type BatchColumns, buffersOfBatch, type ResultColumns } from '../columns/index.ts';
import { FrameEncoder } from '../frames.ts';
import { grpcStatus } from '../grpc-status.ts';
import { IngestError } from '../ingest-error.ts';
import type { JsonLimit } from '../limit-json.ts';
import { decodeSingleBytes, encodeFlightData } from '../messages.ts';
import { type Pace, sendPaced } from '../send-paced.ts';
import { type FlightQueryParams, parseQueryParams } from './query-params.ts';
import { ResultTable } from './result-table.ts';

/**
 * Evaluates a query; 'shape': without the rows. The signal aborts when the client has gone. Rejects with an IngestError
 * for what the client should know.
 */
export type RunFlightQuery = (
  params: FlightQueryParams,
  part: 'table' | 'shape',
  signal: AbortSignal,
) => Promise<ResultColumns>;

/** Told how many bytes of a result wait for its client; returns what is called when they no longer do. */
export type HoldResult = (bytes: number) => () => void;

export type DoGetOptions = Omit<Pace, 'gone'> &
  JsonLimit & {
    /** Without it queries are refused. */
    readonly runQuery?: RunFlightQuery | undefined;
    readonly holdResult?: HoldResult | undefined;
  };

export const noQueries: RunFlightQuery = () =>
  Promise.reject(new IngestError('unimplemented', 'this server answers no queries over Flight'));

/** Never rejects: errors become the call's status. */
export async function doGet(call: ServerWritableStream<Buffer, Buffer>, options: DoGetOptions): Promise<void> {
  const { runQuery = noQueries, holdResult = () => () => {} } = options;
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  const held: (() => void)[] = [];
  try {
    const params = parseQueryParams(decodeSingleBytes(call.request), options);
    const columns = await runQuery(params, 'table', gone.signal);
    for (const batch of columns.batches) held.push(holdResult(bytesOf(batch)));
    await sendPaced(call, framesOf(new ResultTable(columns), held), { ...options, gone: gone.signal });
  } catch (thrown) {
    if (!gone.signal.aborted) call.emit('error', grpcStatus(thrown));
  } finally {
    for (const release of held) release();
  }
}

/** A batch is released when its frames have been taken, and its memory is its own. */
function* framesOf(table: ResultTable, held: readonly (() => void)[]): Generator<Buffer> {
  const encoder = new FrameEncoder();
  let sent = 0;
  for (const batch of table.batches()) {
    for (const { header, body } of encoder.encode(batch)) yield encodeFlightData(null, header, body);
    held[sent++]?.();
  }
}

function bytesOf(batch: BatchColumns): number {
  return buffersOfBatch(batch).reduce((sum, { byteLength }) => sum + byteLength, 0);
}
