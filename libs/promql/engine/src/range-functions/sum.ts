/** sum_over_time and avg_over_time, with Neumaier's compensated summation. */
import type { RangeKernel } from './kernel.ts';
import { type SlidingAggregate, scratchOf, slidingKernel } from './sliding.ts';

export const sumOverTime = (): RangeKernel => slidingKernel(slidingSum(sumOf, false));

export const avgOverTime = (): RangeKernel => slidingKernel(slidingSum(averageOf, true));

/** `rescan` decides where the sum is not finite. */
function slidingSum(
  rescan: (values: Float64Array, first: number, end: number) => number,
  average: boolean,
): SlidingAggregate {
  let values: Float64Array = new Float64Array(0);
  // Sums of samples i to the pivot, and their rounding errors.
  let sums: Float64Array = new Float64Array(0);
  let errors: Float64Array = new Float64Array(0);
  let runningSum = 0;
  let runningError = 0;
  return {
    minSamples: 1,
    load: ({ samples }) => {
      values = samples.values;
      sums = scratchOf(sums, samples.count);
      errors = scratchOf(errors, samples.count);
    },
    restart: (first, end) => {
      let sum = 0;
      let error = 0;
      for (let i = end - 1; i >= first; i--) {
        const value = values[i] as number;
        const total = sum + value;
        error += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
        sum = total;
        sums[i] = sum;
        errors[i] = error;
      }
      runningSum = 0;
      runningError = 0;
    },
    extend: (first, end) => {
      let sum = runningSum;
      let error = runningError;
      for (let i = first; i < end; i++) {
        const value = values[i] as number;
        const total = sum + value;
        error += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
        sum = total;
      }
      runningSum = sum;
      runningError = error;
    },
    result: (first, end) => {
      const sum = sums[first] as number;
      const total = sum + runningSum;
      const rounding = Math.abs(sum) >= Math.abs(runningSum) ? sum - total + runningSum : runningSum - total + sum;
      const error = (errors[first] as number) + runningError + rounding;
      const n = end - first;
      const result = average ? total / n + error / n : total + error;
      // An infinite or missing value, or an overflow on the way: the order of additions decides, so keep Prometheus'.
      return Number.isFinite(result) ? result : rescan(values, first, end);
    },
  };
}

/** As Prometheus adds them: in order, and the error is dropped once the sum is infinite. */
function sumOf(values: Float64Array, first: number, end: number): number {
  let sum = 0;
  let error = 0;
  for (let i = first; i < end; i++) {
    const value = values[i] as number;
    const total = sum + value;
    error = nextError(sum, value, total, error);
    sum = total;
  }
  return Number.isFinite(sum) ? sum + error : sum;
}

/** As Prometheus does it: the sum's mean until it overflows, then a running mean. */
function averageOf(values: Float64Array, first: number, end: number): number {
  let sum = values[first] as number;
  let error = 0;
  let mean = 0;
  let incremental = false;
  for (let i = first + 1; i < end; i++) {
    const value = values[i] as number;
    const n = i - first + 1;
    if (!incremental) {
      const total = sum + value;
      if (Math.abs(total) !== Number.POSITIVE_INFINITY) {
        error = nextError(sum, value, total, error);
        sum = total;
        continue;
      }
      incremental = true;
      mean = sum / (n - 1);
      error /= n - 1;
    }
    const kept = (n - 1) / n;
    const total = mean * kept + value / n;
    error = nextError(mean * kept, value / n, total, error * kept);
    mean = total;
  }
  const n = end - first;
  return incremental ? mean + error : sum / n + error / n;
}

function nextError(sum: number, value: number, total: number, error: number): number {
  if (Math.abs(total) === Number.POSITIVE_INFINITY) return 0;
  return error + (Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum);
}
