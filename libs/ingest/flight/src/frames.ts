/** Record batches as Flight frames, by way of apache-arrow's stream writer: a header each, and body parts without a copy. */
import { invariant } from '@chimera/errors';
import { Message, type RecordBatch, RecordBatchStreamWriter, type Schema } from 'apache-arrow';

/** One IPC message: the flatbuffer header and the parts of its body, in order. */
export type Frame = { readonly header: Uint8Array; readonly body: readonly Uint8Array[] };

/** The schema as an encapsulated message, as FlightInfo carries it. */
export function encapsulatedSchema(schema: Schema): Uint8Array {
  const writer = new CollectingWriter();
  writer.writeSchemaOnly(schema);
  const [frame] = writer.take();
  const header = frame?.header ?? new Uint8Array(0);
  const bytes = new Uint8Array(8 + header.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xffffffff, true);
  view.setInt32(4, header.length, true);
  bytes.set(header, 8);
  return bytes;
}

/** Makes frames of the batches of one stream: schema and dictionaries first, each once. */
export class FrameEncoder {
  readonly #writer = new CollectingWriter();

  /** The frames that must be sent for this batch, in order; the last one is the batch itself. One schema per encoder. */
  encode(batch: RecordBatch): Frame[] {
    this.#writer.write(batch);
    const frames = this.#writer.take();
    invariant(
      frames.length > 0,
      "BUG: a batch whose schema (or dictionary ids) is not that of the stream's first batch",
    );
    return frames;
  }
}

/** Collects messages instead of writing a byte stream. The overridden methods are apache-arrow's own extension points. */
class CollectingWriter extends RecordBatchStreamWriter {
  #frames: { header: Uint8Array; body: Uint8Array[] }[] = [];

  take(): Frame[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }

  writeSchemaOnly(schema: Schema): void {
    this._writeSchema(schema);
  }

  protected override _writeMessage(message: Parameters<typeof Message.encode>[0]): this {
    const encoded = Message.encode(message);
    const header = new Uint8Array((encoded.length + 7) & ~7);
    header.set(encoded);
    this.#frames.push({ header, body: [] });
    return this;
  }

  protected override _writeBodyBuffers(buffers: ArrayBufferView[]): this {
    const body = this.#frames.at(-1)?.body ?? [];
    for (const buffer of buffers) {
      if (buffer.byteLength === 0) continue;
      body.push(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
      const padding = -buffer.byteLength & 7;
      if (padding > 0) body.push(new Uint8Array(padding));
    }
    return this;
  }

  /** End of stream: Flight has its own. */
  protected override _writeFooter(): this {
    return this;
  }
}
