/** rate, increase and delta: the change over the window, extrapolated to its ends (Prometheus' extrapolatedRate). */
import type { StepColumn } from '@chimera/tsdb-storage';
import { extrapolationFactor, startInside } from './extrapolation.ts';
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
    const found = withResets ? resets : null;
    if (starts === null) return extrapolate(input, out, isCounter, perSecond, found);
    extrapolateFromStarts(input, out, perSecond, found, starts);
    noteOverlaps(input, starts);
  };
}

/** The fast path; {@link extrapolationFactor} says the same, at the price of a call. */
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

/** The slow path, of counters with start timestamps: one that started inside of the window counts from zero there. */
function extrapolateFromStarts(
  input: RangeInput,
  out: StepColumn,
  perSecond: boolean,
  resets: ResetSums | null,
  starts: Float64Array,
): void {
  const { from, to, rangeMs, strideMs, count } = input;
  const { timestamps, values } = input.samples;
  let endMs = input.firstEndMs;
  for (let k = 0; k < count; k++, endMs += strideMs) {
    const first = from[k] as number;
    const last = (to[k] as number) - 1;
    const startMs = endMs - rangeMs;
    const counterStartMs =
      last < first ? 0 : startInside(starts[first] as number, startMs, timestamps[first] as number);
    out.present[k] = last > first || counterStartMs !== 0 ? 1 : 0;
    if (out.present[k] === 0) continue;
    const firstValue = values[first] as number;
    let change = (values[last] as number) - firstValue + (resets === null ? 0 : resets.between(first, last));
    if (counterStartMs !== 0) change += firstValue;
    const factor = extrapolationFactor(
      startMs,
      endMs,
      timestamps[first] as number,
      timestamps[last] as number,
      last - first,
      firstValue,
      change,
      counterStartMs,
    );
    out.values[k] = change * (perSecond ? factor / (rangeMs / 1_000) : factor);
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
