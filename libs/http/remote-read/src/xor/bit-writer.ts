/** Bits into bytes, the highest first, as Prometheus' chunks have them. */

export class BitWriter {
  #bytes = new Uint8Array(1_024);
  /** Bits written. */
  #bits = 0;

  clear(): void {
    this.#bytes.fill(0, 0, (this.#bits + 7) >>> 3);
    this.#bits = 0;
  }

  /** A copy of what was written; the last byte is filled up with zeros. */
  take(): Uint8Array {
    return this.#bytes.slice(0, (this.#bits + 7) >>> 3);
  }

  /** The lowest `count` (at most 32) bits of `value`. */
  write(value: number, count: number): void {
    this.#reserve();
    const bytes = this.#bytes;
    let at = this.#bits;
    let left = count;
    while (left > 0) {
      const free = 8 - (at & 7);
      const taken = left < free ? left : free;
      const piece = (value >>> (left - taken)) & ((1 << taken) - 1);
      bytes[at >>> 3] |= piece << (free - taken);
      at += taken;
      left -= taken;
    }
    this.#bits = at;
  }

  /** The lowest `count` (at most 64) bits of a value in two 32-bit words. */
  write64(high: number, low: number, count: number): void {
    if (count > 32) {
      this.write(high, count - 32);
      this.write(low, 32);
    } else this.write(low, count);
  }

  /** The lowest `count` bits of an integer, in two's complement. */
  writeInteger(value: number, count: number): void {
    this.write64(Math.floor(value / 4_294_967_296) | 0, (value % 4_294_967_296) | 0, count);
  }

  /** A number in 7-bit groups, the lowest first (Go's PutUvarint); not negative. */
  writeUvarint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.write((rest % 0x80) | 0x80, 8);
    this.write(rest, 8);
  }

  #reserve(): void {
    if ((this.#bits >>> 3) + 8 < this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
