/**
 * Exemplars in the writer's own memory: a few per series, and so many in all. When the store is full, the series that
 * has waited longest for an exemplar loses its oldest one.
 */
import { compareLabels, compileMatcher, type Labels, labelsKey, labelValue, type Matcher } from '@chimera/tsdb-model';
import {
  type Exemplar,
  MAX_EXEMPLAR_CHARACTERS,
  type Rejection,
  type SeriesExemplars,
  type SeriesRef,
  type TimeRange,
} from '@chimera/tsdb-storage';

type OneSeries = { readonly labels: Labels; readonly exemplars: Exemplar[] };

export class ExemplarStore {
  /** In the order of their last exemplar. */
  readonly #series = new Map<SeriesRef, OneSeries>();
  readonly #maxTotal: number;
  readonly #maxPerSeries: number;
  #total = 0;

  /** `maxTotal` 0: keeps none. */
  constructor(maxTotal: number, maxPerSeries: number) {
    this.#maxTotal = maxTotal;
    this.#maxPerSeries = maxPerSeries;
  }

  get size(): number {
    return this.#total;
  }

  /** Keeps the exemplar in order of time. `labelsOf` is asked for the labels of a series without exemplars so far. */
  append(ref: SeriesRef, exemplar: Exemplar, labelsOf: () => Labels): Rejection | null {
    const problem = exemplarProblem(exemplar);
    if (problem !== null) return { reason: 'invalid_labels', message: problem };
    if (this.#maxTotal === 0) return null;
    const known = this.#series.get(ref);
    if (known === undefined) {
      this.#makeRoom();
      this.#series.set(ref, { labels: labelsOf(), exemplars: [exemplar] });
      this.#total++;
      return null;
    }
    const { exemplars } = known;
    const at = placeOf(exemplars, exemplar);
    if (at < 0) return null;
    if (at === 0 && exemplars.length >= this.#maxPerSeries) {
      return {
        reason: 'out_of_order',
        message: `exemplar at ${exemplar.timestampMs} is older than the ${exemplars.length} that are kept of its series`,
      };
    }
    exemplars.splice(at, 0, exemplar);
    this.#series.delete(ref);
    this.#series.set(ref, known);
    if (exemplars.length > this.#maxPerSeries) exemplars.shift();
    else {
      this.#total++;
      if (this.#total > this.#maxTotal) this.#dropOne();
    }
    return null;
  }

  /** Series that any matcher set selects, sorted by labels, each with its exemplars in the range. */
  query(matcherSets: readonly (readonly Matcher[])[], { minMs, maxMs }: TimeRange): SeriesExemplars[] {
    const sets = matcherSets.map((matchers) => matchers.map(compileMatcher));
    const byLabels = new Map<string, SeriesExemplars>();
    for (const { labels, exemplars } of this.#series.values()) {
      const selected = sets.some((set) =>
        set.every(({ matcher, matches }) => matches(labelValue(labels, matcher.name))),
      );
      if (!selected) continue;
      const inRange = exemplars.filter(({ timestampMs }) => timestampMs >= minMs && timestampMs <= maxMs);
      if (inRange.length === 0) continue;
      // A series that was dropped and came again has two refs.
      const key = labelsKey(labels);
      const other = byLabels.get(key)?.exemplars ?? [];
      const merged = other.length === 0 ? inRange : [...other, ...inRange].sort(compareExemplars);
      byLabels.set(key, { seriesLabels: labels, exemplars: merged });
    }
    return [...byLabels.values()].sort((a, b) => compareLabels(a.seriesLabels, b.seriesLabels));
  }

  /** Drops what is older than the time. */
  dropBefore(cutoffMs: number): void {
    for (const [ref, { exemplars }] of this.#series) {
      let gone = 0;
      while (gone < exemplars.length && (exemplars[gone] as Exemplar).timestampMs < cutoffMs) gone++;
      exemplars.splice(0, gone);
      this.#total -= gone;
      if (exemplars.length === 0) this.#series.delete(ref);
    }
  }

  clear(): void {
    this.#series.clear();
    this.#total = 0;
  }

  #makeRoom(): void {
    while (this.#total >= this.#maxTotal) this.#dropOne();
  }

  #dropOne(): void {
    for (const [ref, { exemplars }] of this.#series) {
      exemplars.shift();
      this.#total--;
      if (exemplars.length === 0) this.#series.delete(ref);
      return;
    }
  }
}

/** Null when it is fine. */
function exemplarProblem({ labels, timestampMs }: Exemplar): string | null {
  if (!Number.isFinite(timestampMs)) return 'exemplar without a time; send Unix milliseconds';
  let characters = 0;
  for (const text of labels) {
    for (const _ of text) characters++;
  }
  if (characters <= MAX_EXEMPLAR_CHARACTERS) return null;
  return `exemplar labels of ${characters} characters, ${MAX_EXEMPLAR_CHARACTERS} are allowed; send fewer or shorter ones`;
}

/** Where the exemplar belongs in the ascending list; -1 when it is there already. */
function placeOf(exemplars: readonly Exemplar[], exemplar: Exemplar): number {
  let at = exemplars.length;
  while (at > 0) {
    const order = compareExemplars(exemplars[at - 1] as Exemplar, exemplar);
    if (order === 0) return -1;
    if (order < 0) break;
    at--;
  }
  return at;
}

/** By time, then value, then labels: two that compare as equal are the same. */
function compareExemplars(a: Exemplar, b: Exemplar): number {
  if (a.timestampMs !== b.timestampMs) return a.timestampMs - b.timestampMs;
  if (!Object.is(a.value, b.value)) return a.value < b.value ? -1 : 1;
  return compareLabels(a.labels, b.labels);
}
