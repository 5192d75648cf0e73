/** quantile_over_time and mad_over_time. */
import type { RangeKernel } from './kernel.ts';
import { RankedWindow } from './ranked-window.ts';

/** `params`: the quantile, 0 to 1; beyond, the result is infinite. */
export const quantileOverTime = (): RangeKernel => {
  const window = new RankedWindow();
  return (input, out) => {
    const { from, to, count } = input;
    const quantiles = input.params[0] as Float64Array;
    window.load(input.samples.values, input.samples.count);
    for (let k = 0; k < count; k++) {
      const first = from[k] as number;
      const end = to[k] as number;
      out.present[k] = end > first ? 1 : 0;
      if (end > first) out.values[k] = quantileOf(window, first, end, quantiles[k] as number);
    }
  };
};

function quantileOf(window: RankedWindow, first: number, end: number, q: number): number {
  if (!(q >= 0)) return q < 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (q > 1) return Number.POSITIVE_INFINITY;
  window.moveTo(first, end);
  const n = end - first;
  const rank = q * (n - 1);
  const lower = Math.max(0, Math.floor(rank));
  const weight = rank - Math.floor(rank);
  const low = window.valueAt(lower);
  return low * (1 - weight) + window.valueAt(Math.min(n - 1, lower + 1)) * weight;
}

/** The median distance from the median; NaN as soon as the window has a NaN. */
export const madOverTime = (): RangeKernel => {
  let scratch: Float64Array = new Float64Array(0);
  return (input, out) => {
    const { from, to, count } = input;
    const { values } = input.samples;
    if (scratch.length < input.samples.count) scratch = new Float64Array(values.length);
    for (let k = 0; k < count; k++) {
      const first = from[k] as number;
      const n = (to[k] as number) - first;
      out.present[k] = n > 0 ? 1 : 0;
      if (n === 0) continue;
      const sorted = scratch.subarray(0, n);
      for (let i = 0; i < n; i++) sorted[i] = values[first + i] as number;
      const median = medianOf(sorted);
      // Sorted, NaN is last.
      if (Number.isNaN(sorted[n - 1])) {
        out.values[k] = Number.NaN;
        continue;
      }
      for (let i = 0; i < n; i++) sorted[i] = Math.abs((values[first + i] as number) - median);
      out.values[k] = medianOf(sorted);
    }
  };
};

/** Sorts in place, NaN first, and interpolates. */
function medianOf(values: Float64Array): number {
  values.sort();
  let nans = 0;
  while (nans < values.length && Number.isNaN(values[values.length - 1 - nans])) nans++;
  const at = (i: number): number => (i < nans ? Number.NaN : (values[i - nans] as number));
  const rank = 0.5 * (values.length - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  return at(lower) * (1 - weight) + at(Math.min(values.length - 1, lower + 1)) * weight;
}
