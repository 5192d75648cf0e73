/**
 * A growing byte sink made of fixed chunks: nothing is copied when it grows, and whole chunks can be moved to another
 * thread. Hot loops write into `bytes` at `length` themselves, after `reserve`.
 */
import { ApiError } from '../api-error.ts';

/** Large enough that a chunk switch costs nothing, small enough that a small answer wastes little. */
export const CHUNK_BYTES = 256 * 1024;
/** Up to here a loop is faster than a call into the buffer. */
const SHORT = 40;
const FIRST_CHUNK_BYTES = 16 * 1024;

export class ChunkWriter {
  /** The current chunk. Changes with every `reserve`: read it again after one. */
  bytes: Buffer;
  /** Bytes used of the current chunk. */
  length = 0;

  private readonly full: Uint8Array[] = [];
  private fullBytes = 0;
  private readonly maxBytes: number;

  /** `maxBytes` bounds the whole body; more throws ApiError 'execution'. */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
    this.bytes = Buffer.allocUnsafeSlow(Math.min(FIRST_CHUNK_BYTES, CHUNK_BYTES));
  }

  /** Bytes written so far. */
  get size(): number {
    return this.fullBytes + this.length;
  }

  /** Makes sure that `count` bytes fit into `bytes` from `length` on. */
  reserve(count: number): void {
    if (this.bytes.length - this.length < count) this.nextChunk(count);
  }

  byte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  /** Appends a text that is ASCII and needs no escape. */
  ascii(text: string): void {
    const { length } = text;
    this.reserve(length);
    if (length > SHORT) {
      this.length += this.bytes.write(text, this.length, 'latin1');
      return;
    }
    const { bytes } = this;
    for (let i = 0; i < length; i++) bytes[this.length++] = text.charCodeAt(i);
  }

  /** Appends any text as UTF-8. */
  utf8(text: string): void {
    this.reserve(3 * text.length);
    this.length += this.bytes.write(text, this.length, 'utf8');
  }

  /** The body's chunks, which now belong to the caller; the writer starts anew. */
  take(): Uint8Array<ArrayBuffer>[] {
    const chunks = [...this.full, this.bytes.subarray(0, this.length)] as Uint8Array<ArrayBuffer>[];
    this.full.length = 0;
    this.fullBytes = 0;
    this.bytes = Buffer.allocUnsafeSlow(FIRST_CHUNK_BYTES);
    this.length = 0;
    return chunks;
  }

  /** Forgets what was written: an error's envelope replaces a half-written answer. */
  reset(): void {
    this.full.length = 0;
    this.fullBytes = 0;
    this.length = 0;
  }

  private nextChunk(count: number): void {
    if (this.length > 0) {
      this.full.push(this.bytes.subarray(0, this.length));
      this.fullBytes += this.length;
      this.length = 0;
    }
    if (this.fullBytes + count > this.maxBytes) {
      throw new ApiError(
        'execution',
        `query result is larger than ${this.maxBytes} bytes. Select fewer series or a larger step, or raise --query-max-result-bytes`,
        { limit: 'result_bytes' },
      );
    }
    this.bytes = Buffer.allocUnsafeSlow(Math.max(count, CHUNK_BYTES));
  }
}
