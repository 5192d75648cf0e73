/** Differences that stay, each with its reason. A finding that one of them explains is counted, not reported. */
import { labelsKey } from '@chimera/tsdb-model';
import type { Case } from './case.ts';
import { almostEqual, type Difference } from './compare.ts';
import type { Outcome } from './outcome.ts';

export type KnownDifference = {
  readonly name: string;
  readonly reason: string;
  explains(finding: Finding): boolean;
};

export type Finding = {
  readonly case: Case;
  readonly difference: Difference;
  readonly ours: Outcome;
  readonly reference: Outcome;
};

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'named-duplicates',
    reason:
      'Of several duplicates Prometheus names two in an order that changes from run to run; later than 3.14.0, as its ' +
      'test scripts want it, sorted by labels, as here.',
    explains: ({ ours, reference }) => {
      const side = sideOfDuplicates(ours);
      return side !== null && side === sideOfDuplicates(reference);
    },
  },
  {
    name: 'monotonicity-samples',
    reason:
      'Prometheus adds up the samples of "needed to be fixed for monotonicity" anew each time it merges annotations, so ' +
      'its count doubles from step to step; ours is the number of samples.',
    explains: ({ difference, ours, reference }) =>
      difference.kind === 'infos' && sameBut(/over \d+ samples/, infosOf(ours), infosOf(reference)),
  },
  {
    name: 'overflow',
    reason:
      'Sums near the greatest float64 overflow or cancel depending on the order and the way of adding (Prometheus ' +
      'differs from itself between avg and avg_over_time); only the metric `huge` and the number 1e308 are that great.',
    explains: ({ case: { query }, difference }) => /\bhuge\b|1e308/.test(query) && isNumeric(difference),
  },
  {
    name: 'cancellation',
    reason:
      'Where the true value is zero, rounding leaves something below 1e-12 on one side (deriv and stddev are computed ' +
      'with sliding sums here, anew for each window there).',
    explains: ({ difference, ours, reference }) => difference.kind === 'value' && tinyApart(ours, reference),
  },
  {
    name: 'predict-linear-at-subquery',
    reason:
      'Prometheus loses the samples of a subquery with `@` in predict_linear, and only there, and answers nothing.',
    explains: ({ case: { query } }) => /predict_linear\(.*\) ?\[[^\]]*:[^\]]*\][^,]*@/.test(query),
  },
];

/** The first that explains the finding, or null. */
export function knownDifference(finding: Finding): KnownDifference | null {
  return KNOWN_DIFFERENCES.find((known) => known.explains(finding)) ?? null;
}

function isNumeric({ kind }: Difference): boolean {
  return kind === 'value' || kind === 'points' || kind === 'series';
}

/** Whether all points that differ do so by less than 1e-12. */
function tinyApart(ours: Outcome, reference: Outcome): boolean {
  if (ours.kind !== 'value' || reference.kind !== 'value') return false;
  const others = new Map(reference.series.map(({ labels, points }) => [labelsKey(labels), points]));
  return ours.series.every(({ labels, points }) => {
    const other = others.get(labelsKey(labels)) ?? [];
    return points.every(({ value, histogram }, i) => {
      const known = other[i];
      if (histogram !== null || known === undefined) return false;
      return almostEqual(value, known.value) || Math.abs(value - known.value) < 1e-12;
    });
  });
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

function sideOfDuplicates(outcome: Outcome): string | null {
  if (outcome.kind !== 'error') return null;
  return (
    /^found duplicate series for the match group .* on the (left|right) hand-side/.exec(outcome.message)?.[1] ?? null
  );
}
