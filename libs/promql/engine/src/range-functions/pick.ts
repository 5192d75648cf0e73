/** Range functions that look at the window's ends or size only. */

import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';

/** A kernel whose value is `pick(input, first, end)` of the window's samples `first` to `end` (excluded). */
function picking(pick: (input: RangeInput, first: number, end: number) => number): RangeKernel {
  return (input, out) => {
    const { from, to, count } = input;
    for (let k = 0; k < count; k++) {
      const first = from[k] as number;
      const end = to[k] as number;
      out.present[k] = end > first ? 1 : 0;
      if (end > first) out.values[k] = pick(input, first, end);
    }
  };
}

export const countOverTime = (): RangeKernel => picking((_, first, end) => end - first);

export const presentOverTime = (): RangeKernel => picking(() => 1);

export const timeOfFirst = (): RangeKernel =>
  picking(({ samples }, first) => (samples.timestamps[first] as number) / 1_000);

export const timeOfLast = (): RangeKernel =>
  picking(({ samples }, _, end) => (samples.timestamps[end - 1] as number) / 1_000);

/** first_over_time and last_over_time; a histogram passes through. */
function sampleAt(indexOf: (first: number, end: number) => number): RangeKernel {
  const floats = picking(({ samples }, first, end) => samples.values[indexOf(first, end)] as number);
  return (input, out) => {
    floats(input, out);
    const { histograms } = input.samples;
    if (histograms === null) return;
    out.histograms = Array.from(out.present, (present, k) =>
      present === 1 ? (histograms[indexOf(input.from[k] as number, input.to[k] as number)] ?? null) : null,
    );
  };
}

export const firstOverTime = (): RangeKernel => sampleAt((first) => first);

export const lastOverTime = (): RangeKernel => sampleAt((_, end) => end - 1);
