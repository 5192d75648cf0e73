/** The inverted index from labels to series: one per thread, fed with the same series in the same order. */
import { invariant } from '@chimera/errors';
import { type CompiledMatcher, compareStrings, type Labels } from '@chimera/tsdb-model';
import { type Cardinality, measureCardinality } from './cardinality.ts';
import { LabelIndex } from './label-index.ts';
import { Postings } from './postings.ts';
import { uniteDisjoint } from './postings-sets.ts';
import { type SelectSource, selectRefs } from './select.ts';

type CachedScan = { readonly label: LabelIndex; readonly version: number; readonly refs: Uint32Array };

const SCAN_CACHE_LIMIT = 100;

export class PostingsIndex {
  readonly #labels = new Map<string, LabelIndex>();
  readonly #all = new Postings();
  /** Label sets by ref. */
  readonly #series: (Labels | undefined)[] = [];
  readonly #scans = new Map<string, CachedScan>();
  readonly #source: SelectSource = {
    all: () => this.#all.view(),
    label: (name) => this.#labels.get(name),
    labels: (ref) => this.labels(ref),
    scan: (matcher, label, wanted) => this.#scan(matcher, label, wanted),
  };

  /** Number of series. */
  get size(): number {
    return this.#all.length;
  }

  has(ref: number): boolean {
    return this.#series[ref] !== undefined;
  }

  /** The labels of a series that is in the index. */
  labels(ref: number): Labels {
    const labels = this.#series[ref];
    if (labels === undefined) invariant(false, `BUG: series ${ref} is not in the index`);
    return labels;
  }

  /** Adds a series (cheapest in ascending order of refs). A ref names one label set: adding it again is a bug. */
  add(ref: number, labels: Labels): void {
    if (this.has(ref)) invariant(false, `BUG: series ${ref} is already in the index`);
    this.#series[ref] = labels;
    this.#all.add(ref);
    for (let i = 0; i < labels.length; i += 2) {
      const name = labels[i] as string;
      let label = this.#labels.get(name);
      if (label === undefined) {
        label = new LabelIndex();
        this.#labels.set(name, label);
      }
      label.add(labels[i + 1] as string, ref);
    }
  }

  /** Removes series; refs that are not in the index are ignored. Costs a pass over the lists they are in: do many at once. */
  remove(refs: Iterable<number>): void {
    const gone = new Set<number>();
    const values = new Map<string, Set<string>>();
    for (const ref of refs) {
      const labels = this.#series[ref];
      if (labels === undefined) continue;
      gone.add(ref);
      this.#series[ref] = undefined;
      for (let i = 0; i < labels.length; i += 2) {
        const name = labels[i] as string;
        const touched = values.get(name);
        if (touched === undefined) values.set(name, new Set([labels[i + 1] as string]));
        else touched.add(labels[i + 1] as string);
      }
    }
    if (gone.size === 0) return;
    this.#all.removeAll(gone);
    for (const [name, touched] of values) {
      const label = this.#labels.get(name) as LabelIndex;
      label.removeAll(touched, gone);
      if (label.size === 0) this.#labels.delete(name);
    }
  }

  /** Refs of the series that satisfy all matchers (all series when there is none), ascending: a fresh array. */
  select(matchers: readonly CompiledMatcher[]): Uint32Array {
    return selectRefs(matchers, this.#source);
  }

  /** Names of the labels of these series (null: of all), sorted. */
  labelNames(refs: Uint32Array | null): string[] {
    if (refs === null) return [...this.#labels.keys()].sort(compareStrings);
    const names = new Set<string>();
    for (const ref of refs) {
      const labels = this.labels(ref);
      for (let i = 0; i < labels.length; i += 2) names.add(labels[i] as string);
    }
    return [...names].sort(compareStrings);
  }

  /** Values of one label among these series (null: all), sorted. Do not change the array. */
  labelValues(name: string, refs: Uint32Array | null): readonly string[] {
    const label = this.#labels.get(name);
    if (label === undefined) return [];
    if (refs === null || refs.length === this.size) return label.values();
    const values = new Set<string>();
    for (const ref of refs) {
      const labels = this.labels(ref);
      for (let i = 0; i < labels.length; i += 2) {
        if (labels[i] !== name) continue;
        values.add(labels[i + 1] as string);
        break;
      }
    }
    return [...values].sort(compareStrings);
  }

  /** The largest contributors, at most `limit` per list. */
  cardinality(limit: number): Cardinality {
    return measureCardinality(this.#labels, this.size, limit);
  }

  #scan(matcher: CompiledMatcher, label: LabelIndex, wanted: boolean): Uint32Array {
    const { name, type, value } = matcher.matcher;
    const key = `${type}${name}\u0000${value}`;
    const cached = this.#scans.get(key);
    if (cached !== undefined && cached.label === label && cached.version === label.version) return cached.refs;
    const lists: Uint32Array[] = [];
    for (const [text, postings] of label.entries()) {
      if (matcher.matches(text) === wanted) lists.push(postings.view());
    }
    const refs = uniteDisjoint(lists);
    this.#scans.delete(key);
    if (this.#scans.size >= SCAN_CACHE_LIMIT) this.#scans.delete(this.#scans.keys().next().value as string);
    this.#scans.set(key, { label, version: label.version, refs });
    return refs;
  }
}
