/** `avg`: a compensated sum divided by the count, or an incremental mean from where the sum would overflow. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { Fold } from './fold.ts';

export function averageFold(count: number): Fold {
  /** The compensation of the sum, or of the mean where `incremental`. */
  const lost = new Float64Array(count);
  const seen = new Float64Array(count);
  const incremental = new Uint8Array(count);

  /** Adds `value` to the mean of the `n - 1` values before it. */
  const addToMean = (k: number, value: number, out: Float64Array, n: number): void => {
    const share = (n - 1) / n;
    const before = share * (out[k] as number);
    const increment = value / n;
    const mean = before + increment;
    const carried = share * (lost[k] as number);
    out[k] = mean;
    lost[k] = Number.isFinite(mean) || Number.isNaN(mean) ? carried + twoSumError(before, increment, mean) : 0;
  };

  const add = (column: StepColumn, out: StepColumn): void => {
    const { values, present } = column;
    const means = out.values;
    for (let k = 0; k < count; k++) {
      if (present[k] === 0) continue;
      const value = values[k] as number;
      if (out.present[k] === 0) {
        out.present[k] = 1;
        means[k] = value;
        seen[k] = 1;
        continue;
      }
      const n = (seen[k] as number) + 1;
      seen[k] = n;
      if (incremental[k] === 1) {
        addToMean(k, value, means, n);
        continue;
      }
      const before = means[k] as number;
      const sum = before + value;
      if (sum === Infinity || sum === -Infinity) {
        incremental[k] = 1;
        means[k] = before / (n - 1);
        lost[k] = (lost[k] as number) / (n - 1);
        addToMean(k, value, means, n);
        continue;
      }
      lost[k] = (lost[k] as number) + twoSumError(before, value, sum);
      means[k] = sum;
    }
  };

  return {
    first: (out) => {
      lost.fill(0);
      incremental.fill(0);
      for (let k = 0; k < count; k++) seen[k] = out.present[k] as number;
    },
    add,
    finish: (out) => {
      const { values } = out;
      for (let k = 0; k < count; k++) {
        const n = seen[k] as number;
        values[k] =
          incremental[k] === 1
            ? (values[k] as number) + (lost[k] as number)
            : (values[k] as number) / n + (lost[k] as number) / n;
      }
    },
  };
}

/** What `sum`, the rounded a + b, lacks of the exact one. */
function twoSumError(a: number, b: number, sum: number): number {
  const added = sum - a;
  return a - (sum - added) + (b - added);
}
