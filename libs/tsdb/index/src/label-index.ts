/** All values of one label name, each with the series that have it. */
import { compareStrings } from '@chimera/tsdb-model';
import { Postings } from './postings.ts';

export class LabelIndex {
  readonly #byValue = new Map<string, Postings>();
  /** The series that have the label at all. */
  readonly all = new Postings();
  /** Rises with each change: what was computed from an older version is stale. */
  version = 0;
  #sorted: string[] | null = null;

  get size(): number {
    return this.#byValue.size;
  }

  add(value: string, ref: number): void {
    let postings = this.#byValue.get(value);
    if (postings === undefined) {
      postings = new Postings();
      this.#byValue.set(value, postings);
      this.#sorted = null;
    }
    postings.add(ref);
    this.all.add(ref);
    this.version++;
  }

  /** Drops refs from the lists of `values` (all values that those refs have). */
  removeAll(values: Iterable<string>, gone: ReadonlySet<number>): void {
    for (const value of values) {
      const postings = this.#byValue.get(value);
      if (postings === undefined) continue;
      postings.removeAll(gone);
      if (postings.length > 0) continue;
      this.#byValue.delete(value);
      this.#sorted = null;
    }
    this.all.removeAll(gone);
    this.version++;
  }

  get(value: string): Postings | undefined {
    return this.#byValue.get(value);
  }

  entries(): IterableIterator<[string, Postings]> {
    return this.#byValue.entries();
  }

  /** Values in order; the array is cached: do not change it. */
  values(): readonly string[] {
    this.#sorted ??= [...this.#byValue.keys()].sort(compareStrings);
    return this.#sorted;
  }
}
