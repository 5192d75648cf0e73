/** Differences that stay, each with its reason. A finding that one of them explains is counted, not reported. */
import type { Case } from './case.ts';
import type { Difference } from './compare.ts';
import {
  aboutDuplicates,
  apartBy,
  isNumeric,
  sameButNames,
  sameButRounding,
  sameInfosBut,
  sameValues,
  sideOfDuplicates,
} from './likeness.ts';
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
      difference.kind === 'infos' && sameInfosBut(/over \d+ samples/, ours, reference),
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
    explains: ({ difference, ours, reference }) =>
      difference.kind === 'value' && apartBy((a, b) => Math.abs(a - b) < 1e-12, ours, reference),
  },
  {
    name: 'rounded-noise',
    reason: 'The last bit of a variance or a rate decides to which whole number ceil, floor and round take it.',
    explains: ({ case: { query }, difference, ours, reference }) =>
      difference.kind === 'value' &&
      /(ceil|floor|round)\(.*(std|deriv|predict_linear|rate|increase|delta|avg|\/)/.test(query) &&
      apartBy((a, b) => Math.abs(a - b) === 1, ours, reference),
  },
  {
    name: 'split-counts',
    reason: 'count_values counts numbers as different whose last bit differs.',
    explains: ({ case: { query }, difference, ours, reference }) =>
      isNumeric(difference) && query.includes('count_values') && sameButRounding(ours, reference),
  },
  {
    name: 'other-duplicates',
    reason: 'Of several complaints about duplicate series the first counts: pairs of series are read one by one here.',
    explains: ({ ours, reference }) => aboutDuplicates(ours, reference),
  },
  {
    name: 'exp-near-overflow',
    reason: "Go's exp on amd64 is infinite from 709.44 on, half an exponent before the greatest float64.",
    explains: ({ difference, ours, reference }) =>
      difference.kind === 'value' && apartBy((a, b) => Math.min(Math.abs(a), Math.abs(b)) > 1e305, ours, reference),
  },
  {
    name: 'timestamp-at-offset',
    reason: 'timestamp(x @ t offset d) ignores the offset in Prometheus, but not when it selects what to read.',
    explains: ({ case: { query } }) => /timestamp\((?=[^)]*@)(?=[^)]*offset)/.test(query),
  },
  {
    name: 'prometheus-panics',
    reason: 'Anchored and smoothed range vectors as a result, without a function, run out of bounds in Prometheus.',
    explains: ({ reference }) =>
      reference.kind === 'error' && reference.message.startsWith('unexpected error: runtime'),
  },
  {
    name: 'equal-labels-within',
    reason:
      'With delayed name removal Prometheus refuses equal labels at once only where it evaluates several steps; ' +
      'histogram_quantiles refuses them here at once.',
    explains: ({ case: { query }, ours }) =>
      query.includes('histogram_quantiles') &&
      ours.kind === 'error' &&
      ours.message === 'vector cannot contain metrics with the same labelset',
  },
  {
    name: 'merged-names',
    reason:
      'With delayed name removal a series made of two, one of which loses its name, has it or not depending on which ' +
      'of them has the first sample in Prometheus, and on the left one here.',
    explains: ({ case: { query }, difference, ours, reference }) =>
      difference.kind === 'series' && / or /.test(query) && sameButNames(ours, reference),
  },
  {
    name: 'sort-by-missing-label',
    reason:
      'natsort, which sort_by_label uses, says of the empty string and any other that neither comes first, so the order ' +
      'depends on the way of sorting; here the empty one comes first.',
    explains: ({ case: { query }, difference }) => difference.kind === 'order' && query.includes('sort_by_label'),
  },
  {
    name: 'ties',
    reason:
      'Of equal values topk and bottomk keep those of the groups that come first, and groups come in the order of their ' +
      'first sample at this time in Prometheus, of their first series here.',
    explains: ({ case: { query }, difference, ours, reference }) =>
      isNumeric(difference) && /topk|bottomk|limitk/.test(query) && sameValues(ours, reference),
  },
  {
    name: 'heap-order',
    reason: 'limitk takes the first series that come; behind another choice those of a heap come first.',
    explains: ({ case: { query } }) => /limitk.*(topk|bottomk|limitk|limit_ratio|sort)/.test(query),
  },
  {
    name: 'predict-linear-at-subquery',
    reason:
      'Prometheus loses the samples of a subquery with `@` in predict_linear, and only there, and answers nothing.',
    explains: ({ case: { query } }) => /predict_linear\(.*\) ?\[[^\]]*:[^\]]*\][^,]*@/.test(query),
  },
  {
    name: 'info-forgets',
    reason:
      'Prometheus 3.14.0 shows names again that a function inside of info() removed, and looks for info series at the ' +
      'evaluation time where `@` or offset say otherwise; later, as its test scripts want it, as here.',
    explains: ({ case: { query }, difference, ours }) =>
      /\binfo\(/.test(query) &&
      (/@|offset/.test(query) ||
        (isNumeric(difference) && /__name__/.test(difference.text)) ||
        (ours.kind === 'error' && /same labelset/.test(ours.message))),
  },
  {
    name: 'merged-types',
    reason:
      'With delayed name removal Prometheus merges floats and native histograms of the same time into one series, where ' +
      'two floats or two histograms are refused; here all are.',
    explains: ({ case: { query }, ours, reference }) =>
      ours.kind === 'error' &&
      /same labelset/.test(ours.message) &&
      reference.kind === 'value' &&
      /\b(size|duration|mixture)\b/.test(query),
  },
];

/** The first that explains the finding, or null. */
export function knownDifference(finding: Finding): KnownDifference | null {
  return KNOWN_DIFFERENCES.find((known) => known.explains(finding)) ?? null;
}
