/** Whether two outcomes are the same answer of the HTTP API, and if not, in what they differ first. */
import { type Histogram, type Span, usesCustomBuckets } from '@chimera/tsdb-model';
import type { Outcome, OutcomePoint, OutcomeSeries } from './outcome.ts';

export type DifferenceKind =
  | 'one-fails'
  | 'error'
  | 'type'
  | 'series'
  | 'order'
  | 'points'
  | 'value'
  | 'warnings'
  | 'infos';

export type Difference = { readonly kind: DifferenceKind; readonly text: string };

export type CompareOptions = {
  /** Whether the order of a vector's series is part of the answer. */
  readonly ordered: boolean;
};

/** `ours` against `reference`. */
export function compare(ours: Outcome, reference: Outcome, options: CompareOptions): Difference | null {
  if (ours.kind === 'error' || reference.kind === 'error') return compareErrors(ours, reference);
  if (ours.type !== reference.type) return differ('type', ours.type, reference.type);
  if (ours.text !== reference.text) return differ('value', ours.text, reference.text);
  return (
    compareSeries(ours, reference, options) ??
    compareTexts('warnings', ours.warnings, reference.warnings) ??
    compareTexts('infos', ours.infos, reference.infos)
  );
}

function compareErrors(ours: Outcome, reference: Outcome): Difference | null {
  const [a, b] = [describe(ours), describe(reference)];
  if (a === b) return null;
  return differ(ours.kind === reference.kind ? 'error' : 'one-fails', a, b);
}

function describe(outcome: Outcome): string {
  return outcome.kind === 'error' ? `${outcome.type}: ${outcome.message}` : `a ${outcome.type}`;
}

type Value = Extract<Outcome, { kind: 'value' }>;

function compareSeries(ours: Value, reference: Value, { ordered }: CompareOptions): Difference | null {
  const a = keyed(ours.series);
  const b = keyed(reference.series);
  if (a === null) return differ('series', 'the same labels twice', 'none twice');
  if (b === null) return differ('series', 'none twice', 'the same labels twice');
  const extra = [...a.keys()].filter((key) => !b.has(key));
  const missing = [...b.keys()].filter((key) => !a.has(key));
  if (extra.length + missing.length > 0) return differ('series', list('also', extra), list('also', missing));
  for (const [key, one] of a) {
    const difference = comparePoints(one.points, (b.get(key) as OutcomeSeries).points);
    if (difference !== null) return { ...difference, text: `${key || '{}'} ${difference.text}` };
  }
  if (ours.type === 'matrix' || (ordered && ours.type === 'vector')) {
    for (let i = 0; i < ours.series.length; i++) {
      const [one, other] = [ours.series[i] as OutcomeSeries, reference.series[i] as OutcomeSeries];
      if (one.labels.map(rounded).join(' ') === other.labels.map(rounded).join(' ')) continue;
      // Equal values may come in any order.
      if (ours.type === 'vector' && comparePoints(one.points, other.points) === null) continue;
      return differ('order', `${one.labels} at place ${i}`, `${other.labels} there`);
    }
  }
  return null;
}

/** Series by labels; null when two have the same. Labels that only rounding makes equal are counted. */
function keyed(series: readonly OutcomeSeries[]): Map<string, OutcomeSeries> | null {
  if (new Set(series.map(({ labels }) => labels.join(' '))).size < series.length) return null;
  const byLabels = new Map<string, OutcomeSeries>();
  for (const one of series) {
    const key = one.labels.map(rounded).join(' ');
    let unique = key;
    for (let n = 2; byLabels.has(unique); n++) unique = `${key} #${n}`;
    byLabels.set(unique, one);
  }
  return byLabels;
}

/** Numbers in labels (of count_values) as precise as values; what cancellation leaves of zero is zero. */
export function rounded(label: string): string {
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(label)) return label;
  const value = Number(label);
  return Math.abs(value) < 1e-12 ? '0' : value.toPrecision(7);
}

function comparePoints(ours: readonly OutcomePoint[], reference: readonly OutcomePoint[]): Difference | null {
  const times = new Set(reference.map(({ timestampMs }) => timestampMs));
  const extra = ours.find(({ timestampMs }) => !times.has(timestampMs));
  if (extra !== undefined) return differ('points', show(extra), 'nothing there');
  if (ours.length !== reference.length) {
    const own = new Set(ours.map(({ timestampMs }) => timestampMs));
    const missing = reference.find(({ timestampMs }) => !own.has(timestampMs));
    return differ('points', 'nothing', missing === undefined ? 'fewer points' : show(missing));
  }
  for (let i = 0; i < ours.length; i++) {
    const [a, b] = [ours[i] as OutcomePoint, reference[i] as OutcomePoint];
    if (!equalPoint(a, b)) return differ('value', show(a), show(b));
  }
  return null;
}

function equalPoint(a: OutcomePoint, b: OutcomePoint): boolean {
  if (a.timestampMs !== b.timestampMs) return false;
  if (a.histogram === null || b.histogram === null) return a.histogram === b.histogram && almostEqual(a.value, b.value);
  return equalHistogram(a.histogram, b.histogram);
}

function equalHistogram(a: Histogram, b: Histogram): boolean {
  return (
    a.schema === b.schema &&
    almostEqual(a.count, b.count) &&
    almostEqual(a.sum, b.sum) &&
    a.zeroThreshold === b.zeroThreshold &&
    // Custom buckets have no zero bucket: what its count is says nothing.
    (usesCustomBuckets(a) || almostEqual(a.zeroCount, b.zeroCount)) &&
    String(a.customValues ?? []) === String(b.customValues ?? []) &&
    equalBuckets(countsOf(a.positiveSpans, a.positiveBuckets), countsOf(b.positiveSpans, b.positiveBuckets)) &&
    equalBuckets(countsOf(a.negativeSpans, a.negativeBuckets), countsOf(b.negativeSpans, b.negativeBuckets))
  );
}

/** Counts by absolute index, without empty buckets. */
function countsOf(spans: readonly Span[], buckets: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  let index = 0;
  let next = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length; i++, index++, next++) {
      const count = buckets[next] as number;
      if (count !== 0) counts.set(index, count);
    }
  }
  return counts;
}

function equalBuckets(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  const indices = new Set([...a.keys(), ...b.keys()]);
  return [...indices].every((index) => almostEqual(a.get(index) ?? 0, b.get(index) ?? 0));
}

/** As the test scripts compare: relative 1e-6, NaN equal to NaN, and nothing but zero equal to zero. */
export function almostEqual(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) / Math.min(Math.abs(a) + Math.abs(b), Number.MAX_VALUE) < 1e-6;
}

function compareTexts(
  kind: 'warnings' | 'infos',
  ours: readonly string[],
  reference: readonly string[],
): Difference | null {
  const [a, b] = [ours, reference].map((texts) => texts.map(withRounded).sort()) as [string[], string[]];
  return a.join('\n') === b.join('\n') ? null : differ(kind, a.join('; '), b.join('; '));
}

/** Long numbers in annotations as precise as values. */
function withRounded(text: string): string {
  return text.replace(/-?\d+\.\d{7,}/g, (number) => Number(number).toPrecision(7));
}

function differ(kind: DifferenceKind, ours: string, reference: string): Difference {
  return { kind, text: `${kind}: ours ${ours || 'none'}; Prometheus ${reference || 'none'}` };
}

function list(word: string, keys: readonly string[]): string {
  return keys.length === 0
    ? ''
    : `${word} ${keys.slice(0, 3).join(' | ')}${keys.length > 3 ? ` (${keys.length})` : ''}`;
}

function show({ timestampMs, value, histogram }: OutcomePoint): string {
  if (histogram === null) return `${value} at ${timestampMs} ms`;
  const { schema, count, sum } = histogram;
  return `a histogram of schema ${schema}, count ${count}, sum ${sum}, at ${timestampMs} ms`;
}
