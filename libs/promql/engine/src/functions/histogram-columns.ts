/**
 * What `histogram_quantile` and `histogram_fraction` share: histograms, step by step. The buckets of a classic one are
 * series, which come as columns; a native one is a sample.
 */
import { type Position, quote } from '@chimera/promql-parser';
import type { Histogram } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { detachHistograms, removeHistograms } from '../operators/column-histograms.ts';
import { areSame } from '../operators/presence.ts';
import {
  type BoundlessSeries,
  type ClassicHistogram,
  type ClassicHistograms,
  classicHistograms,
} from './classic-histograms.ts';

/**
 * The buckets of one histogram that have a sample at step k: the first `size` of `bounds` (ascending, equal ones added
 * up) and `counts` (cumulative, may be changed). `metricName` is for messages.
 */
export type BucketEvaluation = (
  k: number,
  bounds: Float64Array,
  counts: Float64Array,
  size: number,
  metricName: string,
) => number;

/** The native histogram at step k. */
export type NativeEvaluation = (k: number, histogram: Histogram, metricName: string) => number;

export type HistogramEvaluation = { readonly buckets: BucketEvaluation; readonly native: NativeEvaluation };

/** Histograms as the series of an operator. `position`: where messages about the vector point. */
export function histogramColumns(
  vector: VectorOperator,
  position: Position | null,
  context: EvalContext,
): {
  /** Classic histograms in the order of their first buckets, then series that may be of native ones. */
  load(): Promise<readonly OutputSeries[]>;
  /** Evaluates histogram `index` at each step at which there is one. Reports malformed buckets that have samples. */
  evaluate(index: number, out: StepColumn, evaluation: HistogramEvaluation): void;
} {
  const { annotations, budget, grid, options } = context;
  let found: ClassicHistograms;
  let columns: readonly StepColumn[] = [];

  const ofMetric = (metricName: string): string => (metricName === '' ? '' : ` for metric name ${quote(metricName)}`);

  /** The native histograms of a series, by step; null when it has none. Uses `column` up. */
  const readNative = ({ index, le, metricName }: BoundlessSeries, column: StepColumn): (Histogram | null)[] | null => {
    budget.check();
    vector.read(index, column);
    const natives = detachHistograms(column);
    if (column.present.includes(1)) {
      const message = `bucket label "le" is missing or has a malformed value of ${quote(le)}${ofMetric(metricName)}`;
      annotations.warn(message, position);
    }
    return natives;
  };

  /** Where there are buckets and a native histogram, there is no answer: takes both away. */
  const removeMixed = (natives: (Histogram | null)[], used: readonly StepColumn[], metricName: string): void => {
    for (let k = 0; k < natives.length; k++) {
      if (natives[k] === null || used.every(({ present }) => present[k] === 0)) continue;
      natives[k] = null;
      for (const { present } of used) present[k] = 0;
      const message = `vector contains a mix of classic and native histograms${ofMetric(metricName)}`;
      annotations.warn(message, position);
    }
  };

  const readBuckets = ({ members }: ClassicHistogram): readonly StepColumn[] => {
    for (let b = 0; b < members.length; b++) {
      budget.check();
      const column = columns[b] as StepColumn;
      vector.read(members[b] as number, column);
      removeHistograms(column);
    }
    return columns.slice(0, members.length);
  };

  return {
    load: async () => {
      found = classicHistograms(await vector.series(), options);
      const widest = found.histograms.reduce((most, { members }) => Math.max(most, members.length), 0);
      budget.hold(widest * grid.count);
      columns = Array.from({ length: widest }, () => new StepColumn(grid.count));
      return [...found.histograms, ...found.boundless].map(({ output }) => output);
    },
    evaluate: (index, out, { buckets, native }) => {
      const histogram = found.histograms[index];
      if (histogram === undefined) {
        const series = found.boundless[index - found.histograms.length] as BoundlessSeries;
        const natives = readNative(series, out);
        out.present.fill(0);
        if (natives !== null) evaluateNative(natives, series.metricName, out, native);
        return;
      }
      const used = readBuckets(histogram);
      const natives = histogram.native === null ? null : readNative(histogram.native, out);
      if (natives !== null) removeMixed(natives, used, histogram.metricName);
      evaluateBuckets(histogram, used, out, buckets);
      if (natives !== null) evaluateNative(natives, histogram.metricName, out, native);
    },
  };
}

function evaluateNative(
  natives: readonly (Histogram | null)[],
  metricName: string,
  out: StepColumn,
  evaluation: NativeEvaluation,
): void {
  for (let k = 0; k < natives.length; k++) {
    const histogram = natives[k] as Histogram | null;
    if (histogram === null) continue;
    out.present[k] = 1;
    out.values[k] = evaluation(k, histogram, metricName);
  }
}

function evaluateBuckets(
  histogram: ClassicHistogram,
  used: readonly StepColumn[],
  out: StepColumn,
  evaluation: BucketEvaluation,
): void {
  out.histograms = null;
  if (areDistinct(histogram.upperBounds) && haveSameSteps(used)) evaluateComplete(histogram, used, out, evaluation);
  else evaluateSparse(histogram, used, out, evaluation);
}

/** The fast path: every step has all buckets or none, and no two have the same bound. */
function evaluateComplete(
  histogram: ClassicHistogram,
  columns: readonly StepColumn[],
  out: StepColumn,
  evaluation: BucketEvaluation,
): void {
  const { upperBounds, metricName } = histogram;
  const size = columns.length;
  const counts = new Float64Array(size);
  const values = columns.map((column) => column.values);
  const { present } = columns[0] as StepColumn;
  out.present.set(present);
  for (let k = 0; k < out.count; k++) {
    if (present[k] === 0) continue;
    for (let b = 0; b < size; b++) counts[b] = (values[b] as Float64Array)[k] as number;
    out.values[k] = evaluation(k, upperBounds, counts, size, metricName);
  }
}

function evaluateSparse(
  histogram: ClassicHistogram,
  columns: readonly StepColumn[],
  out: StepColumn,
  evaluation: BucketEvaluation,
): void {
  const { upperBounds, metricName } = histogram;
  const buckets = columns.length;
  const bounds = new Float64Array(buckets);
  const counts = new Float64Array(buckets);
  for (let k = 0; k < out.count; k++) {
    let size = 0;
    for (let b = 0; b < buckets; b++) {
      const column = columns[b] as StepColumn;
      if (column.present[k] === 0) continue;
      const bound = upperBounds[b] as number;
      const count = column.values[k] as number;
      if (size > 0 && bounds[size - 1] === bound) {
        counts[size - 1] = (counts[size - 1] as number) + count;
        continue;
      }
      bounds[size] = bound;
      counts[size] = count;
      size++;
    }
    out.present[k] = size === 0 ? 0 : 1;
    if (size > 0) out.values[k] = evaluation(k, bounds, counts, size, metricName);
  }
}

function haveSameSteps(columns: readonly StepColumn[]): boolean {
  const [first] = columns;
  return first !== undefined && columns.every(({ present }) => areSame(present, first.present));
}

function areDistinct(ascending: Float64Array): boolean {
  return ascending.every((bound, i) => i === 0 || bound !== ascending[i - 1]);
}
