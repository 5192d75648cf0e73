/**
 * Texts of a string-view column (https://arrow.apache.org/docs/format/Columnar.html#variable-size-binary-view-layout):
 * 16 bytes each: a length, then up to 12 bytes of text, or 4 bytes of it, a buffer's index and an offset.
 */
import type { Data } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';
import { requireLength } from './columns.ts';

const VIEW_BYTES = 16;
const MAX_INLINE = 12;

export class ViewTexts {
  readonly #name: string;
  readonly #views: Uint8Array;
  readonly #words: DataView;
  readonly #buffers: readonly Uint8Array[];
  readonly #decoder = new TextDecoder();

  constructor(name: string, data: Data, rows: number) {
    const views = data.values as Uint8Array;
    requireLength(name, views.length / VIEW_BYTES, rows);
    this.#name = name;
    this.#views = views;
    this.#words = new DataView(views.buffer, views.byteOffset, views.byteLength);
    this.#buffers = data.variadicBuffers as readonly Uint8Array[];
  }

  /** True when both rows have the same view, and so the same text. */
  same(a: number, b: number): boolean {
    for (let i = 0; i < VIEW_BYTES; i += 4)
      if (this.#words.getInt32(VIEW_BYTES * a + i) !== this.#words.getInt32(VIEW_BYTES * b + i)) return false;
    return true;
  }

  /** Throws IngestError 'invalid_argument' for a view that points outside. */
  read(row: number): string {
    const at = VIEW_BYTES * row;
    const length = this.#words.getInt32(at, true);
    if (length >= 0 && length <= MAX_INLINE) return this.#decoder.decode(this.#views.subarray(at + 4, at + 4 + length));
    const buffer = this.#buffers[this.#words.getInt32(at + 8, true)];
    const offset = this.#words.getInt32(at + 12, true);
    if (buffer === undefined || length < 0 || offset < 0 || length > buffer.length - offset)
      throw new IngestError('invalid_argument', `column '${this.#name}' row ${row}: a text outside of its buffers`);
    return this.#decoder.decode(buffer.subarray(offset, offset + length));
  }
}
