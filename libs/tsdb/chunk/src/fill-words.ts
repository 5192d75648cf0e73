/** Fills floats by their two 32-bit words, so that a NaN's payload survives. */
export function fillWords(out: Float64Array, from: number, to: number, low: number, high: number): void {
  const words = new Uint32Array(out.buffer, out.byteOffset, 2 * out.length);
  for (let i = 2 * from; i < 2 * to; i += 2) {
    words[i] = low;
    words[i + 1] = high;
  }
}
