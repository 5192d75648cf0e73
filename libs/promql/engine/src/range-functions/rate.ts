/** rate, increase and delta: the change over the window, extrapolated to its ends (Prometheus' extrapolatedRate). */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';
import { ResetSums } from './reset-sums.ts';

/** `isCounter` corrects for resets and never extrapolates below zero; `perSecond` divides by the range. */
export function extrapolatedChange(isCounter: boolean, perSecond: boolean): RangeKernel {
  const resets = isCounter ? new ResetSums() : null;
  return (input, out) => {
    const withResets = resets?.find(input.samples) ?? false;
    extrapolate(input, out, isCounter, perSecond, withResets ? resets : null);
  };
}

function extrapolate(
  input: RangeInput,
  out: StepColumn,
  isCounter: boolean,
  perSecond: boolean,
  resets: ResetSums | null,
): void {
  const { from, to, rangeMs, strideMs, count } = input;
  const { timestamps, values } = input.samples;
  const { values: results, present } = out;
  const divisor = perSecond ? rangeMs / 1_000 : 1;
  let endMs = input.firstEndMs;
  for (let k = 0; k < count; k++, endMs += strideMs) {
    const first = from[k] as number;
    const last = (to[k] as number) - 1;
    if (last <= first) {
      present[k] = 0;
      continue;
    }
    const firstMs = timestamps[first] as number;
    const lastMs = timestamps[last] as number;
    const firstValue = values[first] as number;
    let change = (values[last] as number) - firstValue;
    if (resets !== null) change += resets.between(first, last);

    // In seconds, as Prometheus has them: the comparisons round the same way.
    const sampled = (lastMs - firstMs) / 1_000;
    const average = sampled / (last - first);
    const threshold = average * 1.1;
    let toStart = (firstMs - (endMs - rangeMs)) / 1_000;
    let toEnd = (endMs - lastMs) / 1_000;
    if (toStart >= threshold) toStart = average / 2;
    if (isCounter && change > 0 && firstValue >= 0) {
      const toZero = sampled * (firstValue / change);
      if (toZero < toStart) toStart = toZero;
    }
    if (toEnd >= threshold) toEnd = average / 2;
    results[k] = change * ((sampled + toStart + toEnd) / sampled / divisor);
    present[k] = 1;
  }
}
