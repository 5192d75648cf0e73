/** quantile_over_time. */
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
