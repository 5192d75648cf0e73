/**
 * DoPut: a stream of record batches into the store. The descriptor and the schema come first and are acknowledged at
 * once; then every batch is answered by a PutResult whose app_metadata is JSON: the request id that the batch carried
 * (its app_metadata, `{"request_id": ...}`), and how many samples were accepted and rejected, and why.
 */
import { AppendCounts, type Appender } from '@chimera/tsdb-storage';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { openArrowStream } from './arrow-stream.ts';
import { grpcStatus } from './grpc-status.ts';
import { IngestError } from './ingest-error.ts';
import { openLayout } from './layouts/layout.ts';
import { decodeFlightData, encodeSingleBytes, type FlightData, type FlightDescriptor } from './messages.ts';
import { applySchemaMetadata } from './schema-metadata.ts';

/** Told how a put goes; the server's life cycle watches the seeder's this way. */
export type PutObserver = {
  /** A batch was appended; the counts of that batch. */
  batch(counts: AppendCounts): void;
  /** The stream is over: null when it ended well. */
  end(error: Error | null): void;
};

export type PutRequest = {
  readonly descriptor: FlightDescriptor;
  /** app_metadata of the first frame, as JSON; null when there is none. */
  readonly metadata: unknown;
};

export type DoPutOptions = {
  readonly appender: Appender;
  /** Called when a put begins; may throw an IngestError to refuse it. */
  readonly onPut: (request: PutRequest) => PutObserver;
};

/** Frames waiting for the writer: enough to keep the connection busy, few enough to bound memory. */
const FRAMES_IN_FLIGHT = 2;

/** Serves one call to its end. Never throws: errors become the call's status. */
export async function doPut(
  call: ServerDuplexStream<Buffer, Buffer>,
  { appender, onPut }: DoPutOptions,
): Promise<void> {
  limitBuffering(call);
  let observer: PutObserver | null = null;
  try {
    const requestIds: unknown[] = [];
    let put: PutRequest | null = null;
    const frames = decodedFrames(call, (frame) => {
      const metadata = parseJson(frame.appMetadata);
      if (put === null) put = { descriptor: frame.descriptor ?? { kind: 'unknown' }, metadata };
      else if (isRecordBatch(frame.header))
        requestIds.push((metadata as { request_id?: unknown } | null)?.request_id ?? null);
    });
    const stream = await openArrowStream(frames);
    const request = put as PutRequest | null;
    if (request === null)
      throw new IngestError('invalid_argument', 'the stream is empty: the first frame must hold descriptor and schema');
    const { layout, reader } = openLayout(stream.schema, metricOf(request.descriptor));
    observer = onPut(request);
    applySchemaMetadata(stream.schema, appender);
    reply(call, { request_id: 0, layout: layout.name });
    for await (const batch of stream.batches()) {
      const counts = new AppendCounts();
      reader.append(batch, appender, counts);
      observer.batch(counts);
      reply(call, {
        request_id: requestIds.shift() ?? null,
        accepted: counts.accepted,
        rejected: counts.rejected,
        ...(counts.rejected > 0
          ? { reasons: Object.fromEntries(counts.byReason), error: counts.firstRejection?.message }
          : {}),
      });
    }
    observer.end(null);
    call.end();
  } catch (thrown) {
    const answer = grpcStatus(thrown);
    observer?.end(new Error(answer.message, { cause: thrown }));
    call.emit('error', answer);
  }
}

/** The metric name that a path gives: its last part. */
function metricOf(descriptor: FlightDescriptor): string | null {
  return descriptor.kind === 'path' ? (descriptor.path.at(-1) ?? null) : null;
}

async function* decodedFrames(
  call: AsyncIterable<Buffer>,
  seen: (frame: FlightData) => void,
): AsyncGenerator<FlightData> {
  for await (const bytes of call) {
    const frame = decodeFlightData(bytes);
    seen(frame);
    yield frame;
  }
}

/** flatbuffers: the union's type byte of the Message table; 3 is RecordBatch (Message.fbs). */
function isRecordBatch(header: Uint8Array): boolean {
  if (header.length < 8) return false;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const table = view.getUint32(0, true);
  if (table + 4 > header.length) return false;
  const vtable = table - view.getInt32(table, true);
  const HEADER_TYPE_SLOT = 6;
  if (vtable < 0 || vtable + HEADER_TYPE_SLOT + 2 > header.length) return false;
  const field = view.getUint16(vtable + HEADER_TYPE_SLOT, true);
  return field !== 0 && header[table + field] === 3;
}

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function reply(call: ServerDuplexStream<Buffer, Buffer>, metadata: object): void {
  call.write(encodeSingleBytes(Buffer.from(JSON.stringify(metadata))));
}

/** grpc-js buffers 16 messages ahead; with 4 MiB frames that is more memory than it is worth. */
function limitBuffering(call: ServerDuplexStream<Buffer, Buffer>): void {
  const state = (call as unknown as { _readableState?: { highWaterMark: number } })._readableState;
  if (state !== undefined) state.highWaterMark = FRAMES_IN_FLIGHT;
}
