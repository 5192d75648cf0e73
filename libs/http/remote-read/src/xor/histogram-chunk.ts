/**
 * One native histogram as a chunk of encoding FLOAT_HISTOGRAM. A chunk has one layout of buckets for all its samples; with
 * one sample to a chunk every layout is fine, and nothing has to be compared.
 */
import type { CounterResetHint, Histogram, Span } from '@chimera/tsdb-model';
import { CUSTOM_BUCKETS_SCHEMA } from '@chimera/tsdb-model';
import { BitWriter } from './bit-writer.ts';
import { fits } from './xor-chunk.ts';

/** The two highest bits of the chunk's third byte. */
const RESET_FLAGS: Readonly<Record<CounterResetHint, number>> = {
  unknown: 0b00000000,
  not_reset: 0b01000000,
  reset: 0b10000000,
  gauge: 0b11000000,
};

/** Numbers of bits that follow the prefixes 10, 110, 1110, ...; the last prefix has no 0 at its end. */
const SIZES = [3, 6, 9, 12, 18, 25, 56, 64];
/** Largest multiple of 0.001 that is written as an integer. */
const MAX_SHORT_BOUND = 33_554_430;

export class HistogramChunkEncoder {
  readonly #bits = new BitWriter();
  readonly #float = new Float64Array(1);
  readonly #words = new Uint32Array(this.#float.buffer);

  encode(timestampMs: number, histogram: Histogram): Uint8Array {
    const bits = this.#bits;
    bits.clear();
    bits.write(1, 16);
    bits.write(RESET_FLAGS[histogram.counterResetHint], 8);
    this.#zeroThreshold(histogram.zeroThreshold);
    this.#signed(histogram.schema);
    this.#spans(histogram.positiveSpans);
    this.#spans(histogram.negativeSpans);
    if (histogram.schema === CUSTOM_BUCKETS_SCHEMA) {
      const bounds = histogram.customValues ?? new Float64Array(0);
      this.#unsigned(bounds.length);
      for (const bound of bounds) this.#bound(bound);
    }
    this.#signed(timestampMs);
    this.#double(histogram.count);
    this.#double(histogram.zeroCount);
    this.#double(histogram.sum);
    for (const count of histogram.positiveBuckets) this.#double(count);
    for (const count of histogram.negativeBuckets) this.#double(count);
    return bits.take();
  }

  /** 0, a power of two from 2^-243 to 2^10 as its exponent, or 255 and the number. */
  #zeroThreshold(threshold: number): void {
    const exponent = Math.log2(threshold);
    if (threshold === 0) this.#bits.write(0, 8);
    else if (Number.isInteger(exponent) && 2 ** exponent === threshold && exponent >= -243 && exponent <= 10) {
      this.#bits.write(exponent + 1 + 243, 8);
    } else {
      this.#bits.write(255, 8);
      this.#double(threshold);
    }
  }

  #spans(spans: readonly Span[]): void {
    this.#unsigned(spans.length);
    for (const { offset, length } of spans) {
      this.#unsigned(length);
      this.#signed(offset);
    }
  }

  #bound(bound: number): void {
    const thousandths = Math.round(bound * 1_000);
    const short = bound >= 0 && bound * 1_000 <= MAX_SHORT_BOUND && thousandths / 1_000 === bound;
    if (short) this.#unsigned(thousandths + 1);
    else {
      this.#bits.write(0, 1);
      this.#double(bound);
    }
  }

  #double(value: number): void {
    this.#float[0] = value;
    this.#bits.write(this.#words[1], 32);
    this.#bits.write(this.#words[0], 32);
  }

  #signed(value: number): void {
    this.#varbit(value, (size) => fits(value, size));
  }

  #unsigned(value: number): void {
    this.#varbit(value, (size) => value < 2 ** size);
  }

  #varbit(value: number, fitsInto: (size: number) => boolean): void {
    if (value === 0) {
      this.#bits.write(0, 1);
      return;
    }
    const at = SIZES.findIndex((size) => size === 64 || fitsInto(size));
    const last = at === SIZES.length - 1;
    // at + 1 ones and a zero; eight ones for the largest.
    this.#bits.write(last ? 0xff : 2 ** (at + 2) - 2, last ? 8 : at + 2);
    this.#bits.writeInteger(value, SIZES[at]);
  }
}
