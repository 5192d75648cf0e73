/** In what two outcomes are alike although they differ: what known differences go by. */
import { dropMetricName, labelsKey } from '@chimera/tsdb-model';
import { almostEqual, type Difference, rounded } from './compare.ts';
import type { Outcome } from './outcome.ts';

/** Whether the difference is one of samples. */
export function isNumeric({ kind }: Difference): boolean {
  return kind === 'value' || kind === 'points' || kind === 'series';
}

/** Whether the answers have the same series, and all points that differ are a pair that `explains` allows. */
export function apartBy(
  explains: (ours: number, reference: number) => boolean,
  ours: Outcome,
  reference: Outcome,
): boolean {
  if (ours.kind !== 'value' || reference.kind !== 'value') return false;
  const others = new Map(reference.series.map(({ labels, points }) => [labelsKey(labels), points]));
  return ours.series.every(({ labels, points }) =>
    points.every(({ value, histogram }, i) => {
      const other = others.get(labelsKey(labels))?.[i];
      if (other === undefined || histogram !== null) return false;
      return almostEqual(value, other.value) || explains(value, other.value);
    }),
  );
}

/** Whether the answers have the same values, whatever the series. */
export function sameValues(ours: Outcome, reference: Outcome): boolean {
  const valuesOf = (outcome: Outcome): number[] =>
    (outcome.kind === 'value' ? outcome.series : [])
      .flatMap(({ points }) => points.map(({ value }) => value))
      .sort((a, b) => a - b);
  const [a, b] = [valuesOf(ours), valuesOf(reference)];
  return a.length === b.length && a.every((value, i) => almostEqual(value, b[i] ?? Number.NaN));
}

/** Whether the series are the same when numbers in labels are rounded. */
export function sameButRounding(ours: Outcome, reference: Outcome): boolean {
  const keys = (outcome: Outcome): string =>
    outcome.kind === 'value'
      ? [...new Set(outcome.series.map(({ labels }) => labels.map(rounded).join(' ')))].sort().join('\n')
      : outcome.message;
  return keys(ours) === keys(reference);
}

/** Whether the series are the same but for their names, or the errors. */
export function sameButNames(ours: Outcome, reference: Outcome): boolean {
  const keys = (outcome: Outcome): string =>
    outcome.kind === 'value'
      ? [...new Set(outcome.series.map(({ labels }) => labelsKey(dropMetricName(labels))))].sort().join('\n')
      : outcome.message;
  return keys(ours) === keys(reference);
}

/** Whether both have the same infos where `pattern` is cut out. */
export function sameInfosBut(pattern: RegExp, ours: Outcome, reference: Outcome): boolean {
  return sameBut(pattern, infosOf(ours), infosOf(reference));
}

function infosOf(outcome: Outcome): readonly string[] {
  return outcome.kind === 'value' ? outcome.infos : [];
}

/** Whether the texts are equal where `pattern` is cut out. */
function sameBut(pattern: RegExp, a: readonly string[], b: readonly string[]): boolean {
  const cut = (texts: readonly string[]): string =>
    texts
      .map((text) => text.replace(pattern, ''))
      .sort()
      .join('\n');
  return cut(a) === cut(b);
}

/** Whether both are errors about series that are there twice. */
export function aboutDuplicates(ours: Outcome, reference: Outcome): boolean {
  return [ours, reference].every(
    (outcome) =>
      outcome.kind === 'error' &&
      /same labelset|^multiple matches for labels|^found duplicate series for the match group/.test(outcome.message),
  );
}

/** The side that an error about duplicates speaks of; null for anything else. */
export function sideOfDuplicates(outcome: Outcome): string | null {
  if (outcome.kind !== 'error') return null;
  return (
    /^found duplicate series for the match group .* on the (left|right) hand-side/.exec(outcome.message)?.[1] ?? null
  );
}
