/** Writes the protobuf wire format into a growing buffer: for responses, clients and tests. */

const utf8 = new TextEncoder();
const TWO_32 = 4_294_967_296;

export class ProtobufWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** What was written, as a view that the next write may change. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Starts over; what `finish` gave before is overwritten. */
  reset(): this {
    this.#length = 0;
    return this;
  }

  /** A varint field: a non-negative safe integer, or a negative one (then ten bytes, as protobuf's int64). */
  varint(field: number, value: number): this {
    this.#key(field, 0);
    this.#varint(value);
    return this;
  }

  double(field: number, value: number): this {
    this.#key(field, 1);
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
    return this;
  }

  /** A fixed64 field from a non-negative safe integer. */
  fixed64(field: number, value: number): this {
    this.#key(field, 1);
    this.#reserve(8);
    this.#view.setUint32(this.#length, value % TWO_32, true);
    this.#view.setUint32(this.#length + 4, Math.floor(value / TWO_32), true);
    this.#length += 8;
    return this;
  }

  /** A fixed64 or sfixed64 field from its two 32-bit words, for what does not fit a number. */
  fixed64Words(field: number, low: number, high: number): this {
    this.#key(field, 1);
    this.#reserve(8);
    this.#view.setUint32(this.#length, low, true);
    this.#view.setUint32(this.#length + 4, high, true);
    this.#length += 8;
    return this;
  }

  /** A varint field in zigzag encoding: sint32, or sint64 within half the safe integers. */
  sint(field: number, value: number): this {
    return this.varint(field, value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** A varint field of 64 bits, exactly; negative ones take ten bytes. */
  varint64(field: number, value: bigint): this {
    this.#key(field, 0);
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    for (; rest >= 0x80n; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
    this.#bytes[this.#length++] = Number(rest);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, 2);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  /** A sub-message, written by `body`. */
  message(field: number, body: (writer: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    body(inner);
    return this.bytes(field, inner.finish());
  }

  #key(field: number, wire: number): void {
    this.#varint(field * 8 + wire);
  }

  #varint(value: number): void {
    this.#reserve(10);
    if (value < 0) return this.#negative(value);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  #negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (let i = 0; i < 9; i++) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + extra));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
