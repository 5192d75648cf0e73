/**
 * Float samples as a chunk of encoding XOR, as Prometheus' tsdb/docs/format/chunks.md describes it: a count, then per
 * sample the change of the time's step and the bits of the value that differ from the one before.
 */
import { BitWriter } from './bit-writer.ts';

const NO_WINDOW = 0xff;
const MAX_LEADING = 31;

export class XorChunkEncoder {
  readonly #bits = new BitWriter();

  /**
   * Samples `from` to `to` (excluded, at most 65,535) of columns: times in integral ms, ascending; values as words (low,
   * high), so that stale markers keep their bits.
   */
  encode(timestamps: Float64Array, words: Uint32Array, from: number, to: number): Uint8Array {
    const bits = this.#bits;
    bits.clear();
    bits.write(to - from, 16);
    let [step, leading, trailing] = [0, NO_WINDOW, 0];
    for (let i = from; i < to; i++) {
      const low = words[2 * i];
      const high = words[2 * i + 1];
      if (i === from) {
        const time = timestamps[i];
        bits.writeUvarint(time < 0 ? -2 * time - 1 : 2 * time);
        bits.write(high, 32);
        bits.write(low, 32);
        continue;
      }
      const delta = timestamps[i] - timestamps[i - 1];
      if (i === from + 1) bits.writeUvarint(delta);
      else writeStepChange(bits, delta - step);
      step = delta;
      const xorLow = low ^ words[2 * i - 2];
      const xorHigh = high ^ words[2 * i - 1];
      if (xorLow === 0 && xorHigh === 0) {
        bits.write(0, 1);
        continue;
      }
      const zerosBefore = Math.min(MAX_LEADING, xorHigh === 0 ? 32 + Math.clz32(xorLow) : Math.clz32(xorHigh));
      const zerosAfter = xorLow === 0 ? 32 + trailingZeros(xorHigh) : trailingZeros(xorLow);
      if (leading !== NO_WINDOW && zerosBefore >= leading && zerosAfter >= trailing) {
        bits.write(0b10, 2);
      } else {
        leading = zerosBefore;
        trailing = zerosAfter;
        bits.write(0b11, 2);
        bits.write(leading, 5);
        // 64 does not fit and is written as 0.
        bits.write(64 - leading - trailing, 6);
      }
      const shiftedLow = trailing >= 32 ? xorHigh >>> (trailing - 32) : shiftRight(xorHigh, xorLow, trailing);
      const shiftedHigh = trailing >= 32 ? 0 : xorHigh >>> trailing;
      bits.write64(shiftedHigh, shiftedLow, 64 - leading - trailing);
    }
    return bits.take();
  }
}

function writeStepChange(bits: BitWriter, change: number): void {
  if (change === 0) bits.write(0, 1);
  else if (fits(change, 14)) writePrefixed(bits, 0b10, 2, change, 14);
  else if (fits(change, 17)) writePrefixed(bits, 0b110, 3, change, 17);
  else if (fits(change, 20)) writePrefixed(bits, 0b1110, 4, change, 20);
  else writePrefixed(bits, 0b1111, 4, change, 64);
}

function writePrefixed(bits: BitWriter, prefix: number, prefixBits: number, value: number, count: number): void {
  bits.write(prefix, prefixBits);
  bits.writeInteger(value, count);
}

/** The ranges of the format: one off two's complement. */
export function fits(value: number, count: number): boolean {
  const half = 2 ** (count - 1);
  return value >= 1 - half && value <= half;
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** The low word of the 64 bits shifted right by less than 32. */
function shiftRight(high: number, low: number, by: number): number {
  return by === 0 ? low : (low >>> by) | (high << (32 - by));
}
