/** `avg`: a compensated sum divided by the count, or an incremental mean from where the sum would overflow. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { Fold } from './fold.ts';
import { roundingError } from './fold-sum.ts';
import { isFull } from './presence.ts';

export function averageFold(count: number): Fold {
  const state = new AverageState(count);
  return {
    first: (out) => state.begin(out),
    add: (column, out) => state.add(column, out),
    finish: (out) => state.finish(out),
  };
}

/** `out.values` holds the sums, or the means where `#incremental`. */
class AverageState {
  /** What the sum, or the mean where incremental, lost to rounding. */
  readonly #lost: Float64Array;
  readonly #counts: Float64Array;
  readonly #incremental: Uint8Array;
  /** The count at all steps while it is the same everywhere and no step is incremental; else 0, and `#counts` tells. */
  #uniform = 0;

  constructor(count: number) {
    this.#lost = new Float64Array(count);
    this.#counts = new Float64Array(count);
    this.#incremental = new Uint8Array(count);
  }

  begin({ present }: StepColumn): void {
    this.#lost.fill(0);
    this.#incremental.fill(0);
    this.#counts.set(present);
    this.#uniform = isFull(present) ? 1 : 0;
  }

  add(column: StepColumn, out: StepColumn): void {
    if (this.#uniform > 0 && isFull(column.present)) {
      this.#uniform++;
      const overflowing = addDense(column.values, out.values, this.#lost);
      if (overflowing.length === 0) return;
      this.#spread();
      for (const k of overflowing) this.#startMean(k, column.values[k] as number, out.values);
      return;
    }
    this.#spread();
    this.#addSparse(column, out);
  }

  finish({ values }: StepColumn): void {
    this.#spread();
    for (let k = 0; k < values.length; k++) {
      const divisor = this.#incremental[k] === 1 ? 1 : (this.#counts[k] as number);
      values[k] = (values[k] as number) / divisor + (this.#lost[k] as number) / divisor;
    }
  }

  /** From here on `#counts` is right. */
  #spread(): void {
    if (this.#uniform > 0) this.#counts.fill(this.#uniform);
    this.#uniform = 0;
  }

  #addSparse({ values, present }: StepColumn, out: StepColumn): void {
    const sums = out.values;
    const seen = out.present;
    for (let k = 0; k < values.length; k++) {
      if (present[k] === 0) continue;
      const value = values[k] as number;
      if (seen[k] === 0) {
        seen[k] = 1;
        sums[k] = value;
        this.#counts[k] = 1;
        continue;
      }
      this.#counts[k] = (this.#counts[k] as number) + 1;
      if (this.#incremental[k] === 1) {
        this.#addToMean(k, value, sums);
        continue;
      }
      const before = sums[k] as number;
      const sum = before + value;
      if (sum === Infinity || sum === -Infinity) {
        this.#startMean(k, value, sums);
        continue;
      }
      this.#lost[k] = (this.#lost[k] as number) + roundingError(before, value, sum);
      sums[k] = sum;
    }
  }

  /** Turns the sum into a mean and adds the value that would have made it overflow, which is counted already. */
  #startMean(k: number, value: number, means: Float64Array): void {
    const summed = (this.#counts[k] as number) - 1;
    this.#incremental[k] = 1;
    means[k] = (means[k] as number) / summed;
    this.#lost[k] = (this.#lost[k] as number) / summed;
    this.#addToMean(k, value, means);
  }

  #addToMean(k: number, value: number, means: Float64Array): void {
    const n = this.#counts[k] as number;
    const share = (n - 1) / n;
    const before = share * (means[k] as number);
    const increment = value / n;
    const mean = before + increment;
    const lost = share * (this.#lost[k] as number) + roundingError(before, increment, mean);
    this.#lost[k] = mean === Infinity || mean === -Infinity ? 0 : lost;
    means[k] = mean;
  }
}

/** The fast path: all steps have a value on both sides. Leaves steps alone whose sum would overflow, and names them. */
function addDense(values: Float64Array, sums: Float64Array, lost: Float64Array): number[] {
  const overflowing: number[] = [];
  for (let k = 0; k < sums.length; k++) {
    const value = values[k] as number;
    const before = sums[k] as number;
    const sum = before + value;
    if (sum === Infinity || sum === -Infinity) {
      overflowing.push(k);
      continue;
    }
    lost[k] = (lost[k] as number) + roundingError(before, value, sum);
    sums[k] = sum;
  }
  return overflowing;
}
