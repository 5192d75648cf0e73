/** Bounds-checked access to flatbuffers (https://flatbuffers.dev/internals): the container of Arrow's message headers. */
import { IngestError } from './ingest-error.ts';

export type Vector = { readonly start: number; readonly length: number };

/** 0 stands for an absent field. Throws IngestError 'invalid_argument' for what lies outside. */
export class FlatBuffer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  root(): number {
    return this.follow(0);
  }

  /** Where the offset stored at `at` points. */
  follow(at: number): number {
    return this.#check(at + this.#view.getUint32(this.#check(at, 4), true), 4);
  }

  byteAt(table: number, slot: number): number {
    const at = this.fieldAt(table, slot);
    return at === 0 ? 0 : (this.#bytes[this.#check(at, 1)] as number);
  }

  int64At(table: number, slot: number): number {
    const at = this.fieldAt(table, slot);
    return at === 0 ? 0 : this.int64(at);
  }

  int64(at: number): number {
    return Number(this.#view.getBigInt64(this.#check(at, 8), true));
  }

  tableAt(table: number, slot: number): number {
    const at = this.fieldAt(table, slot);
    return at === 0 ? 0 : this.follow(at);
  }

  vectorAt(table: number, slot: number, elementBytes: number): Vector {
    const at = this.fieldAt(table, slot);
    if (at === 0) return { start: 0, length: 0 };
    const vector = this.follow(at);
    const length = this.#view.getUint32(vector, true);
    this.#check(vector + 4, length * elementBytes);
    return { start: vector + 4, length };
  }

  /** Where the field itself lies. */
  fieldAt(table: number, slot: number): number {
    const at = this.slotAt(table, slot);
    // Signed, as apache-arrow reads it: both must look at the same bytes.
    const offset = at === 0 ? 0 : this.#view.getInt16(at, true);
    return offset === 0 ? 0 : table + offset;
  }

  /** Where the table's vtable says where the field lies: two bytes. */
  slotAt(table: number, slot: number): number {
    const vtable = this.#check(table - this.#view.getInt32(this.#check(table, 4), true), 4);
    return slot < this.#view.getInt16(vtable, true) ? this.#check(vtable + slot, 2) : 0;
  }

  /** `at`, when `length` bytes from there lie inside the buffer. */
  #check(at: number, length: number): number {
    if (at < 0 || at + length > this.#bytes.length)
      throw malformed(`offset ${at} lies outside its ${this.#bytes.length} bytes`);
    return at;
  }
}

export function malformed(detail: string): IngestError {
  return new IngestError('invalid_argument', `malformed Arrow message: ${detail}`);
}
