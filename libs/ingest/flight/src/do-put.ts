/**
 * DoPut: a stream of record batches into the store. The descriptor and the schema come first and are acknowledged at
 * once; then every batch is answered by a PutResult whose app_metadata is JSON: the request id that the batch carried
 * (its app_metadata, `{"request_id": ...}`), and how many samples were accepted and rejected, and why.
 */
import {
  AppendCounts,
  type Appender,
  createWriterTurns,
  type SlicedWork,
  type WriterTurns,
} from '@chimera/tsdb-storage';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { BatchDecoder } from './batch-decoder.ts';
import { readOneAhead } from './flow-control.ts';
import { grpcStatus } from './grpc-status.ts';
import { IngestError } from './ingest-error.ts';
import { type LayoutReader, openLayout } from './layouts/layout.ts';
import { type JsonLimit, limitJson } from './limit-json.ts';
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

export type DoPutOptions = JsonLimit & {
  readonly appender: Appender;
  /** Called when a put begins; may throw an IngestError to refuse it. */
  readonly onPut: (request: PutRequest) => PutObserver;
  /** The writer's time, shared with all others that write into the store. Default: for this service alone. */
  readonly turns?: WriterTurns;
  /** Samples of one record batch; more are refused with RESOURCE_EXHAUSTED. Default: any number. */
  readonly maxBatchSamples?: number;
  /** A batch was refused for its samples: for metrics. */
  readonly onTooManySamples?: () => void;
  /** Aborts when the server stops: what has come is appended and acknowledged, then the stream ends with UNAVAILABLE. */
  readonly stopping?: AbortSignal;
  /** Acknowledgements that may wait for a client that does not read them; then nothing more is taken from it. */
  readonly maxUnreadAcks?: number;
};

/** Some ten megabytes; a client may well send thousands of batches before it reads the first answer. */
const MAX_UNREAD_ACKS = 65_536;

const STOPPING = 'the server is stopping: what it acknowledged is written, send the rest again later';

/**
 * Serves one call. Frames are decoded and appended as they arrive, one at a time and in slices of the writer's time; the
 * call pauses meanwhile, so that nothing queues up: a sender that is faster than the store is held back by the HTTP/2
 * window. Never throws: errors become the call's status.
 */
export function doPut(call: ServerDuplexStream<Buffer, Buffer>, options: DoPutOptions): void {
  let open: OpenPut | null = null;
  let ended = false;
  /** Frames that are being decoded or appended, and the end of the last. */
  let busy = 0;
  let settled: Promise<void> = Promise.resolve();

  const { maxUnreadAcks = MAX_UNREAD_ACKS, turns = createWriterTurns(), stopping } = options;
  readOneAhead(call);
  // Not 'drain': that waits until everything is read.
  const resume = (): void => {
    if (call.isPaused() && busy === 0 && call.writableLength <= maxUnreadAcks) call.resume();
  };

  const end = (error: Error | null): void => {
    if (ended) return;
    ended = true;
    stopping?.removeEventListener('abort', stop);
    open?.observer.end(error);
  };

  function* receive(bytes: Buffer): SlicedWork<void> {
    // After an error, or when the client has gone.
    if (ended) return;
    const frame = decodeFlightData(bytes);
    if (frame.header.length === 0) return;
    if (open === null) {
      open = openPut(frame, options);
      reply(call, { request_id: 0, layout: open.layout });
      return;
    }
    const requestId = requestIdOf(frame.appMetadata, options);
    const batch = yield* open.decoder.decodeInSteps(frame.header, frame.body);
    if (batch === null || ended) return;
    limitSamples(open.reader.samples(batch), options);
    const counts = new AppendCounts();
    try {
      for (const _ of open.reader.append(batch, options.appender, counts)) {
        if (ended) return;
        yield;
      }
    } finally {
      // Also of a batch that turns out to be malformed, or whose client leaves: what is in the store is counted.
      open.observer.batch(counts);
    }
    reply(call, ackOf(requestId, counts), resume);
  }

  const fail = (thrown: unknown): void => {
    const answer = grpcStatus(thrown);
    end(new Error(answer.message, { cause: thrown }));
    call.emit('error', answer);
  };

  const stop = (): void => {
    void settled.then(() => {
      if (!ended) fail(new IngestError('unavailable', STOPPING));
    });
  };
  stopping?.addEventListener('abort', stop);

  call.on('data', (bytes: Buffer) => {
    if (ended) return;
    busy++;
    settled = turns
      .run(receive(bytes))
      .catch(fail)
      .then(() => {
        busy--;
        resume();
      });
    if (busy > 0 || call.writableLength > maxUnreadAcks) call.pause();
  });
  call.on('end', () => {
    void settled.then(() => {
      if (ended) return;
      if (open === null) {
        const message = 'the stream is empty: the first frame must hold descriptor and schema';
        fail(new IngestError('invalid_argument', message));
        return;
      }
      end(null);
      call.end();
    });
  });
  call.on('cancelled', () => end(new Error('the client broke the stream off')));
}

type OpenPut = { decoder: BatchDecoder; layout: string; reader: LayoutReader; observer: PutObserver };

/** Reads what the first frame says: where to, which columns, which metric metadata. */
function openPut(frame: FlightData, options: DoPutOptions): OpenPut {
  const descriptor = frame.descriptor ?? { kind: 'unknown' };
  const decoder = new BatchDecoder(frame.header);
  const { layout, reader } = openLayout(decoder.schema, metricOf(descriptor));
  const observer = options.onPut({ descriptor, metadata: parseJson(frame.appMetadata, options) });
  applySchemaMetadata(decoder.schema, options.appender, options);
  return { decoder, layout: layout.name, reader, observer };
}

function limitSamples(samples: number, { maxBatchSamples = Infinity, onTooManySamples }: DoPutOptions): void {
  if (samples <= maxBatchSamples) return;
  onTooManySamples?.();
  throw new IngestError(
    'resource_exhausted',
    `the batch has ${samples} samples, over the limit of ${maxBatchSamples}: send smaller batches, or raise --max-samples-per-request`,
  );
}

function requestIdOf(appMetadata: Uint8Array, limit: JsonLimit): unknown {
  const request = parseJson(appMetadata, limit) as { request_id?: unknown } | null;
  return request?.request_id ?? null;
}

function ackOf(requestId: unknown, counts: AppendCounts): object {
  const ack = { request_id: requestId, accepted: counts.accepted, rejected: counts.rejected };
  if (counts.rejected === 0) return ack;
  return { ...ack, reasons: Object.fromEntries(counts.byReason), error: counts.firstRejection?.message };
}

/** The metric name that a path gives: its last part. */
function metricOf(descriptor: FlightDescriptor): string | null {
  return descriptor.kind === 'path' ? (descriptor.path.at(-1) ?? null) : null;
}

function parseJson(bytes: Uint8Array, limit: JsonLimit): unknown {
  if (bytes.length === 0) return null;
  limitJson(bytes, 'app_metadata', limit);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function reply(call: ServerDuplexStream<Buffer, Buffer>, metadata: object, sent?: () => void): void {
  call.write(encodeSingleBytes(Buffer.from(JSON.stringify(metadata))), sent);
}
