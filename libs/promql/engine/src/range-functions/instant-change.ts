/** irate and idelta: from the last two samples of the window. */
import type { RangeKernel } from './kernel.ts';
import { startedAnew } from './start-timestamps.ts';

/** `isCounter`: per second, and a fall counts as a rise from zero. */
export function instantChange(isCounter: boolean): RangeKernel {
  return (input, out) => {
    const { from, to, count } = input;
    const { timestamps, values, startTimestamps } = input.samples;
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
  };
}
