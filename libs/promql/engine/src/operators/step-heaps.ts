/**
 * One binary heap of (value, index) pairs per step, worst on top. They move their elements exactly as Go's
 * container/heap does: which of several equal values topk keeps depends on it.
 */
import type { StepColumn } from '@chimera/tsdb-storage';

export class StepHeaps {
  /** How many pairs each step has; those of step k begin at k * capacity. */
  readonly sizes: Int32Array;
  readonly values: Float64Array;
  readonly indexes: Int32Array;
  readonly capacity: number;
  /** 1: the smallest value on top (topk); -1: the largest (bottomk). NaN is the worst of all. */
  readonly #sign: 1 | -1;

  constructor(steps: number, capacity: number, sign: 1 | -1) {
    this.capacity = capacity;
    this.sizes = new Int32Array(steps);
    this.values = new Float64Array(steps * capacity);
    this.indexes = new Int32Array(steps * capacity);
    this.#sign = sign;
  }

  /** Offers the samples of series `index` to all steps; `limits[k]` (at most the capacity) is the size of heap k. */
  offer({ values, present }: StepColumn, index: number, limits: Float64Array): void {
    const { sizes, capacity } = this;
    for (let k = 0; k < sizes.length; k++) {
      if (present[k] === 0) continue;
      const limit = limits[k] as number;
      const size = sizes[k] as number;
      const value = values[k] as number;
      if (size < limit) this.#push(k * capacity, k, value, index);
      else if (limit >= 1 && this.#beats(value, this.values[k * capacity] as number)) {
        this.#replaceTop(k * capacity, size, value, index);
      }
    }
  }

  /** The pairs of step k as positions in `values` and `indexes`, best value first, NaN last. */
  ordered(k: number): number[] {
    const { values } = this;
    const positions = Array.from({ length: this.sizes[k] as number }, (_, i) => k * this.capacity + i);
    return positions.sort((a, b) => {
      const x = values[a] as number;
      const y = values[b] as number;
      if (x !== x) return y !== y ? 0 : 1;
      if (y !== y) return -1;
      return x === y ? 0 : (x < y ? 1 : -1) * this.#sign;
    });
  }

  #beats(value: number, top: number): boolean {
    return (this.#sign === 1 ? top < value : top > value) || (top !== top && value === value);
  }

  #push(base: number, k: number, value: number, index: number): void {
    const { values, indexes } = this;
    let child = this.sizes[k] as number;
    this.sizes[k] = child + 1;
    values[base + child] = value;
    indexes[base + child] = index;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#worse(base + child, base + parent)) return;
      this.#swap(base + parent, base + child);
      child = parent;
    }
  }

  #replaceTop(base: number, size: number, value: number, index: number): void {
    this.values[base] = value;
    this.indexes[base] = index;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= size) return;
      const right = left + 1;
      const worst = right < size && this.#worse(base + right, base + left) ? right : left;
      if (!this.#worse(base + worst, base + parent)) return;
      this.#swap(base + parent, base + worst);
      parent = worst;
    }
  }

  #worse(i: number, j: number): boolean {
    const x = this.values[i] as number;
    if (x !== x) return true;
    const y = this.values[j] as number;
    return this.#sign === 1 ? x < y : x > y;
  }

  #swap(i: number, j: number): void {
    const { values, indexes } = this;
    const value = values[i] as number;
    values[i] = values[j] as number;
    values[j] = value;
    const index = indexes[i] as number;
    indexes[i] = indexes[j] as number;
    indexes[j] = index;
  }
}
