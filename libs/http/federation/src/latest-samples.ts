/** The newest sample of each selected series, if it is young enough and no stale marker. */
import {
  compareLabels,
  compareStrings,
  type Histogram,
  type Labels,
  labelsKey,
  type Matcher,
  metricName,
} from '@chimera/tsdb-model';
import { type Querier, StepColumn } from '@chimera/tsdb-storage';

export type LatestSample = {
  readonly labels: Labels;
  /** Unix ms. */
  readonly timestampMs: number;
  readonly value: number;
  /** Not null: the sample is a histogram, and `value` means nothing. */
  readonly histogram: Histogram | null;
};

/** Sorted by name, then labels; series that several selectors name come once. */
export async function latestSamples(
  querier: Querier,
  matcherSets: readonly (readonly Matcher[])[],
  nowMs: number,
  lookbackMs: number,
): Promise<LatestSample[]> {
  const grid = { startMs: nowMs, stepMs: 1, count: 1 };
  const column = new StepColumn(1);
  column.timestamps = new Float64Array(1);
  const samples = new Map<string, LatestSample>();
  for (const matchers of matcherSets) {
    const set = await querier.select(matchers, { minMs: nowMs - lookbackMs, maxMs: nowMs });
    for (const [index, labels] of set.labels.entries()) {
      set.readSteps(index, grid, lookbackMs, column);
      if (column.present[0] !== 1) continue;
      samples.set(labelsKey(labels), {
        labels,
        timestampMs: column.timestamps[0],
        value: column.values[0],
        histogram: column.histograms?.[0] ?? null,
      });
    }
  }
  return [...samples.values()].sort(
    (a, b) => compareStrings(metricName(a.labels), metricName(b.labels)) || compareLabels(a.labels, b.labels),
  );
}
