/**
 * The stale marker: a NaN with its own payload (Prometheus model/value). JavaScript may change a NaN's payload whenever
 * the value passes through a number, so it is only ever recognised and written as two 32-bit words, little-endian.
 */

export const STALE_NAN_HIGH = 0x7ff00000;
export const STALE_NAN_LOW = 0x00000002;

/** Whether the float at `index` of the array behind `words` (a Uint32Array over a Float64Array) is the stale marker. */
export function isStaleAt(words: Uint32Array, index: number): boolean {
  return words[2 * index] === STALE_NAN_LOW && words[2 * index + 1] === STALE_NAN_HIGH;
}

/** Writes the stale marker at `index` of the Float64Array behind `words`. */
export function writeStaleAt(words: Uint32Array, index: number): void {
  words[2 * index] = STALE_NAN_LOW;
  words[2 * index + 1] = STALE_NAN_HIGH;
}
