/** `sum`: compensated summation. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { Fold } from './fold.ts';
import { isFull } from './presence.ts';

/** What was lost means nothing once a sum is infinite, so an infinite sum is left as it is. */
export function sumFold(count: number): Fold {
  const lost = new Float64Array(count);
  /** Whether `out` is present at all steps: once it is, it stays so. */
  let full = false;
  return {
    first: (out) => {
      lost.fill(0);
      full = isFull(out.present);
    },
    add: ({ values, present }, out) => {
      if (full && isFull(present)) addDense(values, out.values, lost);
      else addSparse(values, present, out, lost);
    },
    finish: ({ values }) => {
      for (let k = 0; k < count; k++) {
        const sum = values[k] as number;
        if (sum !== Infinity && sum !== -Infinity) values[k] = sum + (lost[k] as number);
      }
    },
  };
}

/** The fast path: all steps have a value on both sides. */
function addDense(values: Float64Array, sums: Float64Array, lost: Float64Array): void {
  for (let k = 0; k < sums.length; k++) {
    const value = values[k] as number;
    const before = sums[k] as number;
    const sum = before + value;
    lost[k] = (lost[k] as number) + roundingError(before, value, sum);
    sums[k] = sum;
  }
}

function addSparse(values: Float64Array, present: Uint8Array, out: StepColumn, lost: Float64Array): void {
  const sums = out.values;
  const seen = out.present;
  for (let k = 0; k < sums.length; k++) {
    if (present[k] === 0) continue;
    const value = values[k] as number;
    if (seen[k] === 0) {
      seen[k] = 1;
      sums[k] = value;
      continue;
    }
    const before = sums[k] as number;
    const sum = before + value;
    lost[k] = (lost[k] as number) + roundingError(before, value, sum);
    sums[k] = sum;
  }
}

/**
 * What `sum`, the rounded a + b, lacks of the exact one: Knuth's two-sum, which finds the same number as Neumaier's
 * comparison of magnitudes and takes half its time, for want of a branch.
 */
export function roundingError(a: number, b: number, sum: number): number {
  const added = sum - a;
  return a - (sum - added) + (b - added);
}
