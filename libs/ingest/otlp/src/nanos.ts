/** Nanoseconds since the epoch, as two 32-bit words, to milliseconds. */

/** floor((high * 2^32 + low) / 1e6), exactly, though the nanoseconds themselves do not fit a number. */
export function nanosToMillis(low: number, high: number): number {
  // 2^32 = 4294 * 1e6 + 967296; both products stay below 2^53.
  return high * 4_294 + Math.floor((high * 967_296 + low) / 1_000_000);
}
