/** Timestamps as Prometheus prints them: Unix seconds, three decimals when there is a fraction (`1.5 s` is `1.500`). */

/** The text of a time in Unix milliseconds. */
export function formatTimestamp(timeMs: number): string {
  const magnitude = Math.abs(timeMs);
  const seconds = Math.floor(magnitude / 1000);
  const fraction = magnitude - 1000 * seconds;
  const sign = timeMs < 0 ? '-' : '';
  return fraction === 0 ? `${sign}${seconds}` : `${sign}${seconds}.${String(fraction).padStart(3, '0')}`;
}
