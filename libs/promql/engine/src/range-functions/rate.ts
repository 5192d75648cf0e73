/** rate, increase and delta: the change over the window, extrapolated to its ends (Prometheus' extrapolatedRate). */
import type { StepColumn } from '@chimera/tsdb-storage';
import { extrapolationFactor } from './extrapolation.ts';
import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';
import { ResetSums } from './reset-sums.ts';
import { overlapCounts } from './start-timestamps.ts';

/** `isCounter` corrects for resets and never extrapolates below zero; `perSecond` divides by the range. */
export function extrapolatedChange(isCounter: boolean, perSecond: boolean): RangeKernel {
  const resets = isCounter ? new ResetSums() : null;
  return (input, out) => {
    const { samples } = input;
    const starts = isCounter ? samples.startTimestamps : null;
    const withResets = resets?.find(samples, starts) ?? false;
    extrapolate(input, out, isCounter, perSecond, withResets ? resets : null, starts);
    if (starts !== null) noteOverlaps(input, starts);
  };
}

function extrapolate(
  input: RangeInput,
  out: StepColumn,
  isCounter: boolean,
  perSecond: boolean,
  resets: ResetSums | null,
  starts: Float64Array | null,
): void {
  const { from, to, rangeMs, strideMs, count } = input;
  const { timestamps, values } = input.samples;
  const { values: results, present } = out;
  const divisor = perSecond ? rangeMs / 1_000 : 1;
  let endMs = input.firstEndMs;
  for (let k = 0; k < count; k++, endMs += strideMs) {
    const first = from[k] as number;
    const last = (to[k] as number) - 1;
    const firstMs = timestamps[first] as number;
    const startMs = endMs - rangeMs;
    // A counter that is known to have started inside of the window counts from zero at that time.
    const counterStartMs = starts === null || last < first ? 0 : (starts[first] as number);
    const startsInside = counterStartMs !== 0 && counterStartMs > startMs && counterStartMs < firstMs;
    if (last <= first && !startsInside) {
      present[k] = 0;
      continue;
    }
    const firstValue = values[first] as number;
    let change = (values[last] as number) - firstValue;
    if (resets !== null) change += resets.between(first, last);

    if (startsInside) change += firstValue;
    const factor = extrapolationFactor(
      startMs,
      endMs,
      firstMs,
      timestamps[last] as number,
      last - first,
      isCounter ? firstValue : Number.NaN,
      change,
      startsInside ? counterStartMs : null,
    );
    results[k] = change * (factor / divisor);
    present[k] = 1;
  }
}

/** Counts the windows with a sample that claims to have counted since before the previous one. */
function noteOverlaps({ from, to, count, samples, notes }: RangeInput, starts: Float64Array): void {
  const overlaps = overlapCounts(starts, samples.timestamps, samples.count);
  if (overlaps === null) return;
  for (let k = 0; k < count; k++) {
    const first = from[k] as number;
    const last = (to[k] as number) - 1;
    if (last > first && (overlaps[last] as number) > (overlaps[first] as number)) notes.add('startOverlap');
  }
}
