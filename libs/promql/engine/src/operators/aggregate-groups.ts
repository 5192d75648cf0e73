/** Which series an aggregation puts together: the key of each series is computed once. */
import {
  dropLabels,
  EMPTY_LABELS,
  keepLabels,
  type Labels,
  labelsKeyOn,
  labelsKeyWithout,
  METRIC_NAME,
} from '@chimera/tsdb-model';
import type { OutputSeries } from '../operator.ts';

/** What `by (...)` or `without (...)` says. */
export type Grouping = { readonly names: readonly string[]; readonly without: boolean };

export type Group = {
  /** The labels that the members share; `dropName` when any member has it. */
  readonly output: OutputSeries;
  /** Indexes of the series, ascending. */
  readonly members: readonly number[];
};

/** The groups in the order of their first members. */
export function groupSeries(series: readonly OutputSeries[], grouping: Grouping): Group[] {
  const keyOf = groupingKey(grouping);
  const labelsOf = groupingLabels(grouping);
  const groups = new Map<string, { labels: Labels; dropName: boolean; members: number[] }>();
  series.forEach(({ labels, dropName }, index) => {
    const key = keyOf(labels);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { labels: labelsOf(labels), dropName, members: [index] });
      return;
    }
    group.members.push(index);
    if (dropName) group.dropName = true;
  });
  return Array.from(groups.values(), ({ labels, dropName, members }) => ({ output: { labels, dropName }, members }));
}

/** A function from labels to a string that is equal exactly for the members of one group. */
function groupingKey({ names, without }: Grouping): (labels: Labels) => string {
  const set = new Set(names);
  if (without) return (labels) => labelsKeyWithout(labels, set);
  return set.size === 0 ? () => '' : (labels) => labelsKeyOn(labels, set);
}

/** A function from the labels of a series to those of its group. */
export function groupingLabels({ names, without }: Grouping): (labels: Labels) => Labels {
  if (without) {
    const dropped = new Set([...names, METRIC_NAME]);
    return (labels) => dropLabels(labels, dropped);
  }
  const kept = new Set(names);
  return kept.size === 0 ? () => EMPTY_LABELS : (labels) => keepLabels(labels, kept);
}
