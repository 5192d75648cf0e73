/** irate and idelta: from the last two samples of the window. */
import type { Histogram } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import { histogramInstantChange } from './histogram-instant-change.ts';
import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';
import { startedAnew } from './start-timestamps.ts';

/** `isCounter`: per second, and a fall counts as a rise from zero. */
export function instantChange(isCounter: boolean): RangeKernel {
  return (input, out) => {
    const { from, to, count } = input;
    const { timestamps, values, startTimestamps, histograms } = input.samples;
    const starts = isCounter ? startTimestamps : null;
    for (let k = 0; k < count; k++) {
      const last = (to[k] as number) - 1;
      if (last <= (from[k] as number)) {
        out.present[k] = 0;
        continue;
      }
      const value = values[last] as number;
      const previous = values[last - 1] as number;
      const isReset = isCounter && (value < previous || (starts !== null && startedAnew(starts, timestamps, last)));
      const change = isReset ? value : value - previous;
      const elapsedMs = (timestamps[last] as number) - (timestamps[last - 1] as number);
      out.values[k] = isCounter ? change / (elapsedMs / 1_000) : change;
      out.present[k] = 1;
    }
    if (histograms !== null) changeHistograms(input, histograms, out, isCounter);
  };
}

/** Does the steps anew whose last two samples are not both floats. */
function changeHistograms(
  input: RangeInput,
  histograms: readonly (Histogram | null)[],
  out: StepColumn,
  isCounter: boolean,
): void {
  const results = new Array<Histogram | null>(out.count).fill(null);
  for (let k = 0; k < input.count; k++) {
    if (out.present[k] === 0) continue;
    const last = (input.to[k] as number) - 1;
    const newest = histograms[last] ?? null;
    const previous = histograms[last - 1] ?? null;
    if (newest === null && previous === null) continue;
    if (newest !== null && previous !== null) results[k] = histogramInstantChange(input, last, isCounter);
    else input.notes.add('mixedSamples');
    if (results[k] === null) out.present[k] = 0;
  }
  out.histograms = results;
}
