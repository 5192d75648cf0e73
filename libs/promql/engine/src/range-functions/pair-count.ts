/** resets and changes: how many neighbours in the window differ in a certain way. Whole numbers, so prefix sums are exact. */
import type { KernelFactory, RangeKernel } from './kernel.ts';
import { startedAnew } from './start-timestamps.ts';

function pairCount(counts: (previous: number, value: number) => boolean, useStarts: boolean): RangeKernel {
  let prefix = new Int32Array(0);
  return (input, out) => {
    const { from, to, count } = input;
    const { timestamps, values, startTimestamps, count: length } = input.samples;
    const starts = useStarts ? startTimestamps : null;
    if (prefix.length < length) prefix = new Int32Array(values.length);
    let total = 0;
    if (length > 0) prefix[0] = 0;
    for (let i = 1; i < length; i++) {
      if (counts(values[i - 1] as number, values[i] as number)) total++;
      else if (starts !== null && startedAnew(starts, timestamps, i)) total++;
      prefix[i] = total;
    }
    for (let k = 0; k < count; k++) {
      const first = from[k] as number;
      const last = (to[k] as number) - 1;
      out.present[k] = last < first ? 0 : 1;
      if (last >= first) out.values[k] = (prefix[last] as number) - (prefix[first] as number);
    }
  };
}

/** resets: falls, and starts that start timestamps tell of. */
export const resetCount: KernelFactory = () => pairCount((previous, value) => value < previous, true);

/** changes: unequal neighbours; NaN equals NaN here. */
export const changeCount: KernelFactory = () =>
  pairCount((previous, value) => value !== previous && !(Number.isNaN(value) && Number.isNaN(previous)), false);
