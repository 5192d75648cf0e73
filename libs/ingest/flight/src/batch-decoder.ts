/**
 * Turns the frames of one stream into record batches, a frame at a time. apache-arrow's readers pull from a byte stream
 * and lose the errors of an asynchronous one, so its synchronous reader is asked for a batch only when all of that
 * batch's bytes lie ready. Bodies are not copied unless they are misaligned.
 */
import { messageOf } from '@chimera/errors';
import { runAtOnce, type SlicedWork } from '@chimera/tsdb-storage';
import { type Field, Message, type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow';
import { decompressMessage, type MessageBytes } from './compression/decompress-message.ts';
import { IngestError } from './ingest-error.ts';
import { verifyMessage } from './verify-message.ts';

const CONTINUATION = 0xffffffff;
const EMPTY: Uint8Array = new Uint8Array(0);
/** A stream's dictionaries with their deltas, and dictionaries that no batch has followed yet; bytes, uncompressed. */
const MAX_DICTIONARY_BYTES = 268_435_456;

export class BatchDecoder {
  readonly schema: Schema;
  readonly #source = new ChunkQueue();
  #reader: RecordBatchReader | null = null;
  readonly #dictionaryBytes = new Map<number, number>();
  #pendingBytes = 0;

  /** From the first frame's header. Throws IngestError 'invalid_argument'. */
  constructor(schemaHeader: Uint8Array) {
    this.#source.push(encapsulate(schemaHeader));
    this.schema = guard('schema', () => {
      verifyMessage(schemaHeader, EMPTY);
      const message = Message.decode(aligned(schemaHeader));
      if (!message.isSchema()) throw new Error('the first frame is not a schema');
      const schema = message.header() as Schema;
      schema.fields.forEach(checkField);
      return schema;
    });
  }

  /** The record batch of a frame, or null for a dictionary. After an error the decoder is of no use any more. */
  decode(header: Uint8Array, body: Uint8Array): RecordBatch | null {
    return runAtOnce(this.decodeInSteps(header, body));
  }

  *decodeInSteps(header: Uint8Array, body: Uint8Array): SlicedWork<RecordBatch | null> {
    let message: MessageBytes;
    try {
      message = yield* decompressMessage(header, body);
    } catch (cause) {
      throw malformed('record batch', cause);
    }
    yield;
    return this.#read(message);
  }

  #read(message: MessageBytes): RecordBatch | null {
    return guard('record batch', () => {
      const decoded = Message.decode(aligned(message.header));
      const { bodyLength } = decoded;
      if (bodyLength > message.body.length)
        throw new Error(`a body of ${bodyLength} bytes announced, ${message.body.length} sent`);
      if (decoded.isDictionaryBatch()) this.#count(decoded.header(), message.header.length + bodyLength);
      else if (!decoded.isRecordBatch()) throw new Error('neither a record batch nor a dictionary');
      this.#source.push(encapsulate(message.header));
      this.#source.push(aligned(message.body.subarray(0, bodyLength)));
      if (decoded.isDictionaryBatch()) return null;
      this.#pendingBytes = 0;
      this.#reader ??= RecordBatchReader.from(this.#source) as RecordBatchReader;
      const { value } = this.#reader.next() as IteratorResult<RecordBatch, null>;
      if (value === undefined || value === null) throw new Error('no rows where a batch was announced');
      return value;
    });
  }

  #count({ id, isDelta }: { id: number; isDelta: boolean }, bytes: number): void {
    const known = this.#dictionaryBytes.get(id) ?? 0;
    this.#dictionaryBytes.set(id, isDelta ? known + bytes : bytes);
    this.#pendingBytes += bytes;
    const total = [...this.#dictionaryBytes.values()].reduce((sum, size) => sum + size, 0);
    if (Math.max(total, this.#pendingBytes) > MAX_DICTIONARY_BYTES)
      throw new Error(`more than ${MAX_DICTIONARY_BYTES} bytes of dictionaries; open a new stream, or replace them`);
  }
}

/** Chunks for apache-arrow's byte stream, which reads one ahead: an empty one tells it to make do with what it has. */
class ChunkQueue implements IterableIterator<Uint8Array> {
  #chunks: Uint8Array[] = [];
  #starved = false;

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#starved = false;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Uint8Array> {
    const value = this.#chunks.shift();
    if (value !== undefined) return { done: false, value };
    if (this.#starved) return { done: true, value: undefined };
    this.#starved = true;
    return { done: false, value: EMPTY };
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

/** What apache-arrow lets through, and would break where columns are looked at. Throws for it. */
function checkField({ name, type }: Field, index: number): void {
  if (typeof name !== 'string') throw new Error(`field ${index} has no name`);
  // A list that lacks the type of its values cannot be printed.
  String(type);
}

/** Whatever apache-arrow throws on bytes that are not Arrow is the client's mistake. */
function guard<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw malformed(what, cause);
  }
}

function malformed(what: string, cause: unknown): IngestError {
  if (cause instanceof IngestError) return cause;
  return new IngestError('invalid_argument', `malformed Arrow ${what}: ${messageOf(cause)}`, { cause });
}
