/** The annotations of functions over range vectors. */
import { type Position, quote } from '@chimera/promql-parser';
import type { Annotations } from '../operator.ts';

type Note = { readonly kind: 'warn' | 'info' | 'warnCounted'; readonly text: (name: string) => string };

const NOTES = {
  mixedSamples: {
    kind: 'warn',
    text: (name) => `encountered a mix of histograms and floats for metric name ${quote(name)}`,
  },
  mixedSchemas: {
    kind: 'warn',
    text: (name) =>
      `vector contains a mix of histograms with exponential and custom buckets schemas for metric name ${quote(name)}`,
  },
  ignoredHistograms: {
    kind: 'info',
    text: (name) =>
      `ignored histograms in a range containing both floats and histograms for metric name ${quote(name)}`,
  },
  notCounter: { kind: 'warn', text: (name) => `this native histogram metric is not a counter: ${quote(name)}` },
  notGauge: { kind: 'warn', text: (name) => `this native histogram metric is not a gauge: ${quote(name)}` },
  resetCollision: { kind: 'warn', text: () => 'conflicting counter resets during histogram aggregation' },
  boundsAdded: { kind: 'info', text: () => 'mismatched custom buckets were reconciled during addition' },
  boundsSubtracted: { kind: 'info', text: () => 'mismatched custom buckets were reconciled during subtraction' },
  boundsAggregated: { kind: 'info', text: () => 'mismatched custom buckets were reconciled during aggregation' },
  startOverlap: {
    kind: 'warnCounted',
    text: (name) => `sample has start time that overlaps with previous sample timestamp for metric ${quote(name)}`,
  },
} as const satisfies Readonly<Record<string, Note>>;

export type NoteKind = keyof typeof NOTES;

export class RangeNotes {
  readonly #annotations: Annotations;
  readonly #position: Position | null;
  readonly #given = new Set<NoteKind>();
  #name = '';

  constructor(annotations: Annotations, position: Position | null) {
    this.#annotations = annotations;
    this.#position = position;
  }

  /** The metric name that the next notes are about; '' when the series has none. */
  begin(name: string): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#given.clear();
  }

  /** About one window; what is not counted is said once per series. */
  add(kind: NoteKind): void {
    const note: Note = NOTES[kind];
    if (note.kind !== 'warnCounted' && this.#given.has(kind)) return;
    this.#given.add(kind);
    this.#annotations[note.kind](note.text(this.#name), this.#position);
  }
}

/** For kernels that run without a query. */
export const SILENT_NOTES = new RangeNotes(
  { warn: () => {}, warnCounted: () => {}, info: () => {}, atEnd: () => {} },
  null,
);
