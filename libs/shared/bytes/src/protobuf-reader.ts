/**
 * Reads the protobuf wire format (https://protobuf.dev/programming-guides/encoding/) from one buffer, without copies and
 * without objects: the caller loops over fields. Every read is bounds-checked and throws {@link DecodeError}.
 *
 *     while (reader.nextField()) {
 *       if (reader.field === 1) { const end = reader.enter(); ...; reader.leave(end); } else reader.skip();
 *     }
 */
import { DecodeError } from './decode-error.ts';
import { decodeUtf8 } from './utf8-cache.ts';

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;

const TWO_32 = 4_294_967_296;

export class ProtobufReader {
  readonly bytes: Uint8Array;
  /** Next byte to read. */
  position: number;
  /** End of the message now being read. */
  end: number;
  /** Number and wire type of the current field; set by {@link nextField}. */
  field = 0;
  wire = 0;
  /** Low and high 32 bits, unsigned, of what {@link fixed64Words} read. */
  low = 0;
  high = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads the next field's key; false at the end of the message. */
  nextField(): boolean {
    if (this.position >= this.end) return false;
    const key = this.uint32();
    this.field = key >>> 3;
    this.wire = key & 7;
    if (this.field === 0) this.fail('field number 0');
    return true;
  }

  /** An unsigned varint of at most 32 bits; higher bits are dropped, as protobuf says. */
  uint32(): number {
    const { bytes } = this;
    let result = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.position >= this.end) this.fail('truncated varint');
      const byte = bytes[this.position++] as number;
      if (shift < 32) result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result >>> 0;
    }
    return this.fail('varint longer than 10 bytes');
  }

  /** A varint as int64. Exact within the safe integers, which hold every date in milliseconds. */
  int64(): number {
    const { bytes } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.position >= this.end) this.fail('truncated varint');
      const byte = bytes[this.position++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return high * TWO_32 + (low >>> 0);
    }
    return this.fail('varint longer than 10 bytes');
  }

  /** A varint as uint64. Exact up to 2^53. */
  uint64(): number {
    const signed = this.int64();
    return signed < 0 ? signed + TWO_32 * TWO_32 : signed;
  }

  /** A zigzag varint of at most 32 bits. */
  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A zigzag varint. Exact within the safe integers. */
  sint64(): number {
    const value = this.uint64();
    // Only the sign bit is lost beyond 2^53, where the number is rounded anyway.
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A fixed64 as an unsigned integer; exact up to 2^53. */
  fixed64(): number {
    const at = this.#take(8);
    return this.#view.getUint32(at + 4, true) * TWO_32 + this.#view.getUint32(at, true);
  }

  /** An sfixed64; exact within the safe integers. */
  sfixed64(): number {
    const at = this.#take(8);
    return this.#view.getInt32(at + 4, true) * TWO_32 + this.#view.getUint32(at, true);
  }

  /** A fixed64 into {@link low} and {@link high}: exact, for what does not fit a number, such as nanoseconds. */
  fixed64Words(): void {
    const at = this.#take(8);
    this.low = this.#view.getUint32(at, true);
    this.high = this.#view.getUint32(at + 4, true);
  }

  /** A double as a number; a NaN's payload may be lost: see {@link doubleWords}. */
  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** A double into element `index` of a Float64Array, by its two words (`words` is a Uint32Array over it). */
  doubleWords(words: Uint32Array, index: number): void {
    const at = this.#take(8);
    words[2 * index] = this.#view.getUint32(at, true);
    words[2 * index + 1] = this.#view.getUint32(at + 4, true);
  }

  fixed32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** Moves past a length-delimited field and returns where its content starts; it ends at {@link position}. */
  range(): number {
    return this.#take(this.uint32());
  }

  /** A length-delimited field as a view (no copy). */
  view(): Uint8Array {
    const length = this.uint32();
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** A length-delimited field as UTF-8 text. */
  string(): string {
    const start = this.range();
    const text = decodeUtf8(this.bytes, start, this.position);
    if (text === null) throw new DecodeError('text that is not UTF-8', start);
    return text;
  }

  /** Steps into a sub-message: reads on inside it until {@link leave} is called with what this returned. */
  enter(): number {
    if (this.wire !== WIRE_BYTES) this.fail(`field ${this.field} has wire type ${this.wire}, expected a message`);
    const length = this.uint32();
    if (length > this.end - this.position) this.fail(`message of ${length} bytes runs past its parent`);
    const outer = this.end;
    this.end = this.position + length;
    return outer;
  }

  /** Steps out of the sub-message, past whatever of it was not read. */
  leave(outerEnd: number): void {
    this.position = this.end;
    this.end = outerEnd;
  }

  /** Skips the current field. */
  skip(): void {
    if (this.wire === WIRE_VARINT) this.uint32();
    else if (this.wire === WIRE_FIXED64) this.#take(8);
    else if (this.wire === WIRE_BYTES) this.#take(this.uint32());
    else if (this.wire === WIRE_FIXED32) this.#take(4);
    else this.fail(`unknown wire type ${this.wire}`);
  }

  /** Throws unless the current field has this wire type. */
  expectWire(wire: number): void {
    if (this.wire !== wire) this.fail(`field ${this.field} has wire type ${this.wire}, expected ${wire}`);
  }

  fail(message: string): never {
    throw new DecodeError(message, this.position);
  }

  /** Moves past `length` bytes and returns where they start. */
  #take(length: number): number {
    const start = this.position;
    if (length > this.end - start) this.fail(`${length} bytes wanted, ${this.end - start} left`);
    this.position = start + length;
    return start;
  }
}
