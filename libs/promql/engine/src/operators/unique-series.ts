/**
 * Keeps label sets unique after an operation that removed or changed labels: series that became equal are merged when
 * no step has both, and refused when one has.
 */
import { labelsKey } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { OutputSeries, VectorOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';

export function duplicateLabelset(): QueryError {
  return new QueryError('execution', 'vector cannot contain metrics with the same labelset');
}

/**
 * `overlap` says what may not happen twice: `step` (a sample on the same step, the rule of instant vector functions) or
 * `series` (any sample at all, the rule of functions over range vectors).
 */
export function uniqueSeries(child: VectorOperator, overlap: 'step' | 'series'): VectorOperator {
  // For each output series the children's series that share its labels; null as long as all are unique.
  let members: number[][] | null = null;
  let scratch: StepColumn | null = null;
  return {
    series: async () => {
      const series = await child.series();
      members = groupEqual(series);
      return members === null ? series : members.map((group) => series[group[0] as number] as OutputSeries);
    },
    read: (index, out) => {
      if (members === null) return child.read(index, out);
      const group = members[index] as number[];
      child.read(group[0] as number, out);
      for (const other of group.slice(1)) {
        scratch ??= new StepColumn(out.count);
        child.read(other, scratch);
        mergeColumn(out, scratch, overlap);
      }
    },
  };
}

/** Indices by labels in order of first appearance; null when no two are equal. */
export function groupEqual(series: readonly OutputSeries[]): number[][] | null {
  if (series.length < 2) return null;
  const groups = new Map<string, number[]>();
  for (const [index, { labels }] of series.entries()) {
    const key = labelsKey(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return groups.size === series.length ? null : [...groups.values()];
}

/** Adds the samples of `from` to `into`. Throws QueryError where both have one. */
export function mergeColumn(into: StepColumn, from: StepColumn, overlap: 'step' | 'series'): void {
  if (overlap === 'series' && into.present.includes(1) && from.present.includes(1)) throw duplicateLabelset();
  const histograms = mergedHistograms(into, from);
  for (let k = 0; k < into.count; k++) {
    if (from.present[k] === 0) continue;
    if (into.present[k] === 1) throw duplicateLabelset();
    into.present[k] = 1;
    into.values[k] = from.values[k] as number;
    if (histograms !== null) histograms[k] = from.histograms?.[k] ?? null;
  }
  into.histograms = histograms;
}

/** The histograms of `into` in an array that may be written; null when neither column has any. */
function mergedHistograms(into: StepColumn, from: StepColumn): StepColumn['histograms'] {
  if (into.histograms !== null) return into.histograms.slice();
  return from.histograms === null ? null : new Array(into.count).fill(null);
}
