/** mad_over_time: the median distance from the median. */
import type { RangeKernel } from './kernel.ts';
import { RankedWindow } from './ranked-window.ts';

/** Steps between looks at the deadline: a step costs as much as its window is long. */
const STEPS_PER_CHECK = 64;

/** NaN as soon as the window has a NaN. */
export const madOverTime = (): RangeKernel => {
  const window = new RankedWindow();
  return (input, out) => {
    const { from, to, count } = input;
    window.load(input.samples.values, input.samples.count);
    for (let k = 0; k < count; k++) {
      if (k % STEPS_PER_CHECK === 0) input.check();
      const first = from[k] as number;
      const end = to[k] as number;
      out.present[k] = end > first ? 1 : 0;
      if (end === first) continue;
      window.moveTo(first, end);
      out.values[k] = medianDeviation(window, end - first);
    }
  };
};

function medianDeviation(window: RankedWindow, n: number): number {
  // NaN comes first in the order.
  if (Number.isNaN(window.valueAt(0))) return Number.NaN;
  const lower = Math.floor((n - 1) / 2);
  const upper = Math.min(n - 1, lower + 1);
  const weight = n % 2 === 0 ? 0.5 : 0;
  // Both neighbours always take part, as in Prometheus: 0 times infinity is NaN.
  const median = window.valueAt(lower) * (1 - weight) + window.valueAt(upper) * weight;
  if (!Number.isFinite(median)) return infiniteMedian(window, median, n);
  return window.distanceAt(median, lower) * (1 - weight) + window.distanceAt(median, upper) * weight;
}

/** Distances from an infinite median are NaN (for values equal to it) or infinite; NaN comes first in their order. */
function infiniteMedian(window: RankedWindow, median: number, n: number): number {
  if (Number.isNaN(median)) return Number.NaN;
  let equal = 0;
  for (let i = 0; i < n; i++) if (window.valueAt(i) === median) equal++;
  // The lower of the two middle ones decides; for an odd number the other one is infinite and weighs 0, which is NaN.
  return n % 2 === 0 && n / 2 - 1 >= equal ? Number.POSITIVE_INFINITY : Number.NaN;
}
