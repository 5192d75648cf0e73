/** Turns the frames of a DoPut stream into record batches, with apache-arrow's stream reader. */
import { messageOf } from '@chimera/errors';
import { type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow';
import { registerCodecs } from './codecs.ts';
import { IngestError } from './ingest-error.ts';
import type { FlightData } from './messages.ts';

const CONTINUATION = 0xffffffff;

export type ArrowStream = {
  /** The schema, from the first frame. */
  readonly schema: Schema;
  /** One record batch per frame that holds one. Throws IngestError 'invalid_argument'. */
  batches(): AsyncIterableIterator<RecordBatch>;
};

/** Reads the schema from the stream's first frames. Throws IngestError 'invalid_argument'. */
export async function openArrowStream(frames: AsyncIterable<FlightData>): Promise<ArrowStream> {
  registerCodecs();
  const reader = await guard('schema', async () => (await RecordBatchReader.from(encapsulated(frames))).open());
  const { schema } = reader;
  if (schema === undefined || schema === null)
    throw new IngestError('invalid_argument', 'the stream ended before its Arrow schema');
  const iterator = reader as unknown as AsyncIterator<RecordBatch>;
  return {
    schema,
    async *batches() {
      for (;;) {
        const next = await guard('record batch', async () => iterator.next());
        if (next.done === true) return;
        // The reader invents an empty batch for a stream that holds a schema only.
        if (next.value.numRows > 0) yield next.value;
      }
    },
  };
}

/** Arrow's encapsulated message format: continuation, length of the padded header, header, body. */
async function* encapsulated(frames: AsyncIterable<FlightData>): AsyncGenerator<Uint8Array> {
  for await (const { header, body } of frames) {
    if (header.length === 0) continue;
    const padded = (header.length + 7) & ~7;
    const start = new Uint8Array(8 + padded);
    const view = new DataView(start.buffer);
    view.setUint32(0, CONTINUATION, true);
    view.setInt32(4, padded, true);
    start.set(header, 8);
    yield start;
    // Typed arrays need aligned memory; a frame's body rarely is.
    if (body.length > 0) yield body.byteOffset % 8 === 0 ? body : body.slice();
  }
}

/** Whatever apache-arrow throws on bytes that are not Arrow is the client's mistake; what the transport throws is not. */
async function guard<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof IngestError) throw cause;
    throw new IngestError('invalid_argument', `malformed Arrow ${what}: ${messageOf(cause)}`, { cause });
  }
}
