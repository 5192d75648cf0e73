/** The windows of `anchored` and `smoothed` ranges: the samples of the range, and the neighbours that stand for its ends. */
import type { SampleBuffer } from '@chimera/tsdb-storage';
import type { Extension } from '../extended-range.ts';

/**
 * Fills `from` and `to` (excluded). The window of step k ends at `firstEndMs + k * strideMs` and starts (excluded)
 * `rangeMs` before. It begins with the last sample at or before its start, when one is near enough, and (smoothed) ends
 * with the first one at or after its end. A window that no sample gives a value to is empty: `to` may then fall.
 */
export function findExtendedWindows(
  { timestamps, count }: SampleBuffer,
  firstEndMs: number,
  strideMs: number,
  rangeMs: number,
  { kind, beforeMs, afterMs }: Extension,
  from: Int32Array,
  to: Int32Array,
): void {
  const smoothed = kind === 'smoothed';
  let low = 0;
  let inside = 0;
  let high = 0;
  let atEnd = 0;
  let endMs = firstEndMs;
  for (let k = 0; k < from.length; k++, endMs += strideMs) {
    const startMs = endMs - rangeMs;
    while (high < count && (timestamps[high] as number) <= endMs + afterMs) high++;
    while (low < high && (timestamps[low] as number) <= startMs - beforeMs) low++;
    while (inside < high && (timestamps[inside] as number) <= startMs) inside++;
    while (atEnd < high && (timestamps[atEnd] as number) < endMs) atEnd++;
    const first = Math.max(low, inside - 1);
    const end = smoothed ? Math.min(atEnd + 1, high) : high;
    const hasValue = inside < high && end > inside && (!smoothed || (timestamps[first] as number) <= endMs);
    from[k] = first;
    to[k] = hasValue ? end : first;
  }
}
