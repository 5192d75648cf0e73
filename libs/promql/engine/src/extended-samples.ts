/** The samples of an `anchored` or `smoothed` range that nothing is computed from: with one at each end of the range. */
import { SampleBuffer } from '@chimera/tsdb-storage';
import { type Extension, interpolate } from './extended-range.ts';
import { QueryError } from './query-error.ts';
import { findExtendedWindows } from './range-functions/extended-windows.ts';

/**
 * The range (endMs - rangeMs, endMs] of `samples`, which reach as far as the extension does; its ends are where the
 * first and the last sample lie. Empty when the range has no value. Throws QueryError for histograms.
 */
export function extendedSamples(
  samples: SampleBuffer,
  endMs: number,
  rangeMs: number,
  extension: Extension,
): SampleBuffer {
  if (samples.histograms !== null)
    throw new QueryError('execution', `${extension.kind} modifier is not supported with histograms`);
  const from = new Int32Array(1);
  const to = new Int32Array(1);
  findExtendedWindows(samples, endMs, 0, rangeMs, extension, from, to);
  const first = from[0] as number;
  const last = (to[0] as number) - 1;
  const out = new SampleBuffer(Math.max(0, last - first) + 3);
  const startMs = endMs - rangeMs;
  const smoothed = extension.kind === 'smoothed';
  const { count, timestamps, values } = samples;
  if (last < first) {
    // The first sample is behind the range: without another one to draw a line from, it stands for both ends.
    if (!smoothed || first >= count || (timestamps[first] as number) <= endMs) return out;
    push(out, startMs, values[first] as number);
    push(out, endMs, values[first] as number);
    return out;
  }
  const valueAt = (before: number, t: number): number =>
    interpolate(
      timestamps[before] as number,
      values[before] as number,
      timestamps[before + 1] as number,
      values[before + 1] as number,
      t,
      false,
    );
  const startsBefore = (timestamps[first] as number) < startMs;
  const endsAfter = last > first && (timestamps[last] as number) > endMs;
  push(out, startMs, smoothed && startsBefore ? valueAt(first, startMs) : (values[first] as number));
  for (let i = first; i <= last; i++) {
    const t = timestamps[i] as number;
    if (t > startMs && t < endMs) push(out, t, values[i] as number);
  }
  push(out, endMs, smoothed && endsAfter ? valueAt(last - 1, endMs) : (values[last] as number));
  return out;
}

function push(out: SampleBuffer, t: number, value: number): void {
  out.timestamps[out.count] = t;
  out.values[out.count] = value;
  out.count++;
}
