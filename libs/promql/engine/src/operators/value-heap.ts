/**
 * A binary heap of (value, index) pairs, worst on top, that moves its elements exactly as Go's container/heap does:
 * which of several equal values topk keeps depends on it.
 */

export class ValueHeap {
  size = 0;
  readonly values: Float64Array;
  readonly indexes: Int32Array;
  /** 1: the smallest value on top (topk); -1: the largest (bottomk). NaN is the worst of all. */
  readonly #sign: 1 | -1;

  constructor(capacity: number, sign: 1 | -1) {
    this.values = new Float64Array(capacity);
    this.indexes = new Int32Array(capacity);
    this.#sign = sign;
  }

  clear(): void {
    this.size = 0;
  }

  push(value: number, index: number): void {
    const at = this.size++;
    this.values[at] = value;
    this.indexes[at] = index;
    this.#up(at);
  }

  /** Whether `value` is better than the worst one kept. */
  beatsTop(value: number): boolean {
    const top = this.values[0] as number;
    return (this.#sign === 1 ? top < value : top > value) || (top !== top && value === value);
  }

  replaceTop(value: number, index: number): void {
    this.values[0] = value;
    this.indexes[0] = index;
    this.#down(0);
  }

  /** The indexes, best value first, NaN last. */
  ordered(): number[] {
    const order = Array.from({ length: this.size }, (_, i) => i);
    const { values } = this;
    order.sort((a, b) => {
      const x = values[a] as number;
      const y = values[b] as number;
      if (x !== x) return y !== y ? 0 : 1;
      if (y !== y) return -1;
      return x === y ? 0 : (x < y ? 1 : -1) * this.#sign;
    });
    return order.map((i) => this.indexes[i] as number);
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

  #up(from: number): void {
    let child = from;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#worse(child, parent)) break;
      this.#swap(parent, child);
      child = parent;
    }
  }

  #down(from: number): void {
    let parent = from;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= this.size) return;
      const right = left + 1;
      const worst = right < this.size && this.#worse(right, left) ? right : left;
      if (!this.#worse(worst, parent)) return;
      this.#swap(parent, worst);
      parent = worst;
    }
  }
}
