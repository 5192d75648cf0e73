/** `sum`: Neumaier's compensated summation. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { Fold } from './fold.ts';

/**
 * The rounding error of each addition is computed without a branch (Knuth's two-sum): the same number that Neumaier's
 * comparison of magnitudes finds. It means nothing once the sum is infinite, so an infinite sum is left as it is.
 */
export function sumFold(count: number): Fold {
  const lost = new Float64Array(count);
  return {
    first: () => void lost.fill(0),
    add: (column, out) => addColumn(column.values, column.present, out.values, out.present, lost, count),
    finish: (out: StepColumn) => {
      const { values } = out;
      for (let k = 0; k < count; k++) {
        const sum = values[k] as number;
        if (sum !== Infinity && sum !== -Infinity) values[k] = sum + (lost[k] as number);
      }
    },
  };
}

function addColumn(
  values: Float64Array,
  present: Uint8Array,
  sums: Float64Array,
  seen: Uint8Array,
  lost: Float64Array,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    if (present[k] === 0) continue;
    const value = values[k] as number;
    if (seen[k] === 0) {
      seen[k] = 1;
      sums[k] = value;
      continue;
    }
    const before = sums[k] as number;
    const sum = before + value;
    const added = sum - before;
    lost[k] = (lost[k] as number) + (before - (sum - added) + (value - added));
    sums[k] = sum;
  }
}
