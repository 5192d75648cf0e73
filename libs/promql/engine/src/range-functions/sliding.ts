/**
 * Aggregates over sliding windows whose cost does not grow with the window, without ever subtracting: each window is
 * the combination of an aggregate over samples `first` to `pivot` (kept for every start, computed backwards once per
 * pivot) and one over samples from `pivot` on (extended as the end moves). When the start passes the pivot, the pivot
 * moves to the window's end. Each sample is combined twice, and no rounding error outlives its window.
 */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';

/** One kind of aggregate. `restart` comes first, then any number of `extend` and `result`. */
export type SlidingAggregate = {
  /** Takes the series to work on. */
  load(input: RangeInput): void;
  /** For each i from `end - 1` down to `first`, aggregates samples i to `end`; empties the running aggregate. */
  restart(first: number, end: number): void;
  /** Adds samples `first` to `end` to the running aggregate. */
  extend(first: number, end: number): void;
  /** The value for the window of step k: samples `first` to `end`, not fewer than `minSamples`. */
  result(first: number, end: number, k: number): number;
  readonly minSamples: number;
};

export function slidingKernel(aggregate: SlidingAggregate): RangeKernel {
  return (input, out) => slide(aggregate, input, out);
}

function slide(aggregate: SlidingAggregate, input: RangeInput, out: StepColumn): void {
  const { from, to, count } = input;
  const { values, present } = out;
  const { minSamples } = aggregate;
  aggregate.load(input);
  let pivot = 0;
  let next = 0;
  for (let k = 0; k < count; k++) {
    const first = from[k] as number;
    const end = to[k] as number;
    if (end - first < minSamples) {
      present[k] = 0;
      continue;
    }
    if (first >= pivot) {
      aggregate.restart(first, end);
      pivot = end;
    } else if (next < end) {
      aggregate.extend(next, end);
    }
    next = end;
    values[k] = aggregate.result(first, end, k);
    present[k] = 1;
  }
}

/** An array of at least `length`, the old one when it is large enough. Contents do not matter. */
export function scratchOf(old: Float64Array, length: number): Float64Array {
  return old.length >= length ? old : new Float64Array(Math.max(length, 2 * old.length));
}
