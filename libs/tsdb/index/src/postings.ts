/** Postings: series refs as sorted, unique 32-bit integers, in growable arrays. */

export class Postings {
  #refs = new Uint32Array(4);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The refs, ascending: a view, valid until the next change. */
  view(): Uint32Array {
    return this.#refs.subarray(0, this.#length);
  }

  /** Adds a ref; one that is already there is left alone. Fast when it is the largest so far. */
  add(ref: number): void {
    const refs = this.#refs;
    if (this.#length > 0 && (refs[this.#length - 1] as number) >= ref) {
      this.#insert(ref);
      return;
    }
    this.#reserve();
    this.#refs[this.#length++] = ref;
  }

  /** Drops the refs in `gone`. */
  removeAll(gone: ReadonlySet<number>): void {
    let kept = 0;
    for (let i = 0; i < this.#length; i++) {
      const ref = this.#refs[i] as number;
      if (!gone.has(ref)) this.#refs[kept++] = ref;
    }
    this.#length = kept;
  }

  /** The slow path of `add`: a ref that is not the largest. */
  #insert(ref: number): void {
    const at = lowerBound(this.#refs, ref, 0, this.#length);
    if (this.#refs[at] === ref) return;
    this.#reserve();
    this.#refs.copyWithin(at + 1, at, this.#length);
    this.#refs[at] = ref;
    this.#length++;
  }

  #reserve(): void {
    if (this.#length < this.#refs.length) return;
    const grown = new Uint32Array(2 * this.#refs.length);
    grown.set(this.#refs);
    this.#refs = grown;
  }
}

/** Index of the first of refs[from, to) that is at least `ref`; `to` when there is none. */
export function lowerBound(refs: Uint32Array, ref: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((refs[middle] as number) < ref) low = middle + 1;
    else high = middle;
  }
  return low;
}
