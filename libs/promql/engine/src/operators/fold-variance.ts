/** `stdvar` and `stddev`: Welford's algorithm; population variance. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { Fold } from './fold.ts';

export function varianceFold(count: number): Fold {
  return welford(count, (variance) => variance);
}

export function deviationFold(count: number): Fold {
  return welford(count, Math.sqrt);
}

/** `out.values` holds the sum of squared distances from the mean. */
function welford(count: number, result: (variance: number) => number): Fold {
  const means = new Float64Array(count);
  const seen = new Float64Array(count);

  const begin = (k: number, value: number, out: StepColumn): void => {
    means[k] = value;
    seen[k] = 1;
    out.values[k] = Number.isFinite(value) ? 0 : Number.NaN;
  };

  return {
    first: (out) => {
      for (let k = 0; k < count; k++) if (out.present[k] === 1) begin(k, out.values[k] as number, out);
    },
    add: (column, out) => {
      const { values, present } = column;
      for (let k = 0; k < count; k++) {
        if (present[k] === 0) continue;
        const value = values[k] as number;
        if (out.present[k] === 0) {
          out.present[k] = 1;
          begin(k, value, out);
          continue;
        }
        const n = (seen[k] as number) + 1;
        seen[k] = n;
        const delta = value - (means[k] as number);
        const mean = (means[k] as number) + delta / n;
        means[k] = mean;
        out.values[k] = (out.values[k] as number) + delta * (value - mean);
      }
    },
    finish: (out) => {
      for (let k = 0; k < count; k++) out.values[k] = result((out.values[k] as number) / (seen[k] as number));
    },
  };
}
