/**
 * Reads float chunks of encoding XOR (Prometheus' tsdb/docs/format/chunks.md), for the soak's own check: it shares no code
 * with the server, and is fast enough for hundreds of millions of samples.
 */

/** Called with each sample's time, Unix ms, and value. */
export type OnSample = (timeMs: number, value: number) => void;

/** Widths of a change of the step, by how many 1 bits stand before it. */
const STEP_BITS = [0, 14, 17, 20, 64];

export class XorChunkReader {
  readonly #words = new Uint32Array(2);
  readonly #value = new Float64Array(this.#words.buffer);
  #bytes: Uint8Array = new Uint8Array();
  /** Bits that were read. */
  #at = 0;

  /** Number of samples. Throws a RangeError for a chunk that ends too early. */
  read(bytes: Uint8Array, onSample: OnSample): number {
    this.#bytes = bytes;
    this.#at = 0;
    const count = this.#bits(16);
    let [time, step, leading, trailing] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      if (i === 0) {
        time = this.#zigzag();
        this.#words[1] = this.#bits(32);
        this.#words[0] = this.#bits(32);
      } else {
        step += i === 1 ? this.#uvarint() : this.#stepChange();
        time += step;
        if (this.#bits(1) === 1) {
          if (this.#bits(1) === 1) {
            leading = this.#bits(5);
            const significant = this.#bits(6);
            trailing = 64 - leading - (significant === 0 ? 64 : significant);
          }
          this.#change(64 - leading - trailing, trailing);
        }
      }
      onSample(time, this.#value[0] as number);
    }
    if (this.#at > 8 * bytes.length) throw new RangeError('the chunk ends in the middle of a sample');
    return count;
  }

  /** `width` bits, shifted by `trailing`, change those of the value. */
  #change(width: number, trailing: number): void {
    const high = width > 32 ? this.#bits(width - 32) : 0;
    const low = this.#bits(Math.min(32, width));
    const words = this.#words as unknown as [number, number];
    if (trailing >= 32) words[1] ^= low << (trailing - 32);
    else {
      words[0] ^= low << trailing;
      words[1] ^= trailing === 0 ? high : (high << trailing) | (low >>> (32 - trailing));
    }
  }

  #stepChange(): number {
    let ones = 0;
    while (ones < 4 && this.#bits(1) === 1) ones++;
    const width = STEP_BITS[ones] as number;
    if (width === 0) return 0;
    if (width === 64) {
      const high = this.#bits(32) | 0;
      return high * 4_294_967_296 + this.#bits(32);
    }
    const value = this.#bits(width);
    return value > 1 << (width - 1) ? value - (1 << width) : value;
  }

  /** 0 to 32 bits as a number that is not negative. */
  #bits(width: number): number {
    let value = 0;
    for (let left = width; left > 0; ) {
      const inByte = this.#at & 7;
      const take = Math.min(left, 8 - inByte);
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = value * (1 << take) + ((byte >> (8 - inByte - take)) & ((1 << take) - 1));
      this.#at += take;
      left -= take;
    }
    return value;
  }

  #uvarint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bits(8);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  #zigzag(): number {
    const value = this.#uvarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
