/**
 * Turns the frames of one stream into record batches, a frame at a time. apache-arrow's readers pull from a byte stream
 * and lose the errors of an asynchronous one, so each batch gets a short stream of its own: the schema, the
 * dictionaries as they are now, the batch. Bodies are not copied unless they are misaligned.
 */
import { messageOf } from '@chimera/errors';
import { Message, type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow';
import { registerCodecs } from './codecs.ts';
import { IngestError } from './ingest-error.ts';
import { verifyMessage } from './verify-message.ts';

const CONTINUATION = 0xffffffff;
const NO_BODY = new Uint8Array(0);

export class BatchDecoder {
  readonly #schemaMessage: Uint8Array;
  readonly schema: Schema;
  /** By dictionary id: the encapsulated messages that make it up (a batch, then deltas). */
  readonly #dictionaries = new Map<number, Uint8Array[]>();

  /** From the first frame's header. Throws IngestError 'invalid_argument'. */
  constructor(schemaHeader: Uint8Array) {
    registerCodecs();
    this.#schemaMessage = encapsulate(schemaHeader);
    this.schema = guard('schema', () => {
      verifyMessage(schemaHeader, NO_BODY);
      const message = Message.decode(aligned(schemaHeader));
      if (!message.isSchema()) throw new Error('the first frame is not a schema');
      return message.header() as Schema;
    });
  }

  /** The record batch of a frame, or null for a dictionary. Throws IngestError 'invalid_argument'. */
  decode(header: Uint8Array, body: Uint8Array): RecordBatch | null {
    return guard('record batch', () => {
      verifyMessage(header, body);
      const message = Message.decode(aligned(header));
      if (message.bodyLength > body.length)
        throw new Error(`a body of ${message.bodyLength} bytes announced, ${body.length} sent`);
      const frame = [encapsulate(header), aligned(body)];
      if (message.isDictionaryBatch()) {
        const { id, isDelta } = message.header();
        this.#dictionaries.set(id, [...(isDelta ? (this.#dictionaries.get(id) ?? []) : []), ...frame]);
        return null;
      }
      if (!message.isRecordBatch()) throw new Error('neither a record batch nor a dictionary');
      const parts = [this.#schemaMessage, ...[...this.#dictionaries.values()].flat(), ...frame].filter(
        (part) => part.length > 0,
      );
      const reader = RecordBatchReader.from(parts);
      const { value } = reader.next();
      if (value === undefined || value === null) throw new Error('no rows where a batch was announced');
      return value;
    });
  }
}

/** Arrow's encapsulated message format: continuation, length of the padded header, header. The body follows. */
function encapsulate(header: Uint8Array): Uint8Array {
  const padded = (header.length + 7) & ~7;
  const message = new Uint8Array(8 + padded);
  const view = new DataView(message.buffer);
  view.setUint32(0, CONTINUATION, true);
  view.setInt32(4, padded, true);
  message.set(header, 8);
  return message;
}

/** Typed arrays need aligned memory; what lies inside a received message rarely is. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.prototype.slice.call(bytes);
}

/** Whatever apache-arrow throws on bytes that are not Arrow is the client's mistake. */
function guard<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof IngestError) throw cause;
    throw new IngestError('invalid_argument', `malformed Arrow ${what}: ${messageOf(cause)}`, { cause });
  }
}
