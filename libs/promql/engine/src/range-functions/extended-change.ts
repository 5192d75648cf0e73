/** rate, increase and delta of `anchored` and `smoothed` ranges: from the range's start to its end, no extrapolation. */
import type { StepColumn } from '@chimera/tsdb-storage';
import { interpolate } from '../extended-range.ts';
import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';
import { ResetSums } from './reset-sums.ts';

/** `isCounter` corrects for resets; `perSecond` divides by the range. */
export function extendedChange(isCounter: boolean, perSecond: boolean): RangeKernel {
  const resets = isCounter ? new ResetSums() : null;
  return (input, out) => {
    const withResets = resets?.find(input.samples) ?? false;
    fill(input, out, isCounter, perSecond, withResets ? resets : null);
  };
}

function fill(
  input: RangeInput,
  out: StepColumn,
  isCounter: boolean,
  perSecond: boolean,
  resets: ResetSums | null,
): void {
  const { from, to, rangeMs, strideMs, count } = input;
  const { timestamps, values } = input.samples;
  const smoothed = input.extension?.kind === 'smoothed';
  let endMs = input.firstEndMs;
  for (let k = 0; k < count; k++, endMs += strideMs) {
    const first = from[k] as number;
    const last = (to[k] as number) - 1;
    out.present[k] = last < first ? 0 : 1;
    if (last < first) continue;
    const startMs = endMs - rangeMs;
    const left = smoothed ? leftValue(timestamps, values, first, startMs, isCounter) : (values[first] as number);
    const right = smoothed ? rightValue(timestamps, values, first, last, endMs, isCounter) : (values[last] as number);
    let change = right - left;
    if (resets !== null) {
      const innerFirst = (timestamps[first] as number) <= startMs ? first + 1 : first;
      const innerLast = (timestamps[last] as number) >= endMs ? last - 1 : last;
      change += correction(values, left, right, innerFirst, innerLast, resets);
    }
    out.values[k] = perSecond ? change / (rangeMs / 1_000) : change;
  }
}

function leftValue(
  timestamps: Float64Array,
  values: Float64Array,
  first: number,
  startMs: number,
  isCounter: boolean,
): number {
  if ((timestamps[first] as number) >= startMs) return values[first] as number;
  return between(timestamps, values, first, startMs, isCounter);
}

/** A window with a single sample after its end was refused before: there is always one to come from. */
function rightValue(
  timestamps: Float64Array,
  values: Float64Array,
  first: number,
  last: number,
  endMs: number,
  isCounter: boolean,
): number {
  if (last === first || (timestamps[last] as number) <= endMs) return values[last] as number;
  return between(timestamps, values, last - 1, endMs, isCounter);
}

/** The value at `t`, between sample `at` and the next. */
function between(timestamps: Float64Array, values: Float64Array, at: number, t: number, isCounter: boolean): number {
  return interpolate(
    timestamps[at] as number,
    values[at] as number,
    timestamps[at + 1] as number,
    values[at + 1] as number,
    t,
    isCounter,
  );
}

/** What the resets between the ends took; the samples strictly inside are `first` to `last`, perhaps none. */
function correction(
  values: Float64Array,
  left: number,
  right: number,
  first: number,
  last: number,
  resets: ResetSums,
): number {
  if (first > last) return right < left ? left : 0;
  const oldest = values[first] as number;
  const newest = values[last] as number;
  return (oldest < left ? left : 0) + resets.between(first, last) + (right < newest ? newest : 0);
}
