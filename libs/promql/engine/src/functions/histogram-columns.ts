/** What `histogram_quantile` and `histogram_fraction` share: the buckets of one histogram as columns, step by step. */
import { type Position, quote } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { removeHistograms } from '../operators/column-histograms.ts';
import { isFull } from '../operators/presence.ts';
import { type ClassicHistogram, type ClassicHistograms, classicHistograms } from './classic-histograms.ts';

/**
 * The buckets of one histogram that have a sample at step k: the first `size` of `bounds` (ascending, equal ones added
 * up) and `counts` (cumulative, may be changed).
 */
export type BucketEvaluation = (
  k: number,
  bounds: Float64Array,
  counts: Float64Array,
  size: number,
  histogram: ClassicHistogram,
) => number;

/** Histograms as the series of an operator. `position`: where messages about the vector point. */
export function histogramColumns(
  vector: VectorOperator,
  position: Position | null,
  context: EvalContext,
): {
  /** The histograms, in the order of their first buckets. Reports malformed buckets that have samples. */
  load(): Promise<readonly OutputSeries[]>;
  /** Evaluates histogram `index` at each step at which it has a bucket. */
  evaluate(index: number, out: StepColumn, evaluation: BucketEvaluation): void;
} {
  const { annotations, budget, grid, options } = context;
  let found: ClassicHistograms;
  let columns: readonly StepColumn[] = [];

  const reportMalformed = (): void => {
    const scratch = new StepColumn(grid.count);
    for (const { index, le, metricName } of found.malformed) {
      budget.check();
      vector.read(index, scratch);
      // A native histogram has no `le`, and needs none.
      removeHistograms(scratch);
      if (!scratch.present.includes(1)) continue;
      const ofMetric = metricName === '' ? '' : ` for metric name ${quote(metricName)}`;
      const message = `bucket label "le" is missing or has a malformed value of ${quote(le)}${ofMetric}`;
      annotations.warn(message, position);
    }
  };

  return {
    load: async () => {
      found = classicHistograms(await vector.series(), options);
      reportMalformed();
      const widest = found.histograms.reduce((most, { members }) => Math.max(most, members.length), 0);
      budget.hold(widest * grid.count);
      columns = Array.from({ length: widest }, () => new StepColumn(grid.count));
      return found.histograms.map(({ output }) => output);
    },
    evaluate: (index, out, evaluation) => {
      const histogram = found.histograms[index] as ClassicHistogram;
      const { members } = histogram;
      for (let b = 0; b < members.length; b++) {
        budget.check();
        const column = columns[b] as StepColumn;
        vector.read(members[b] as number, column);
        removeHistograms(column);
      }
      evaluateSteps(histogram, columns, out, evaluation);
    },
  };
}

function evaluateSteps(
  histogram: ClassicHistogram,
  columns: readonly StepColumn[],
  out: StepColumn,
  evaluation: BucketEvaluation,
): void {
  const used = columns.slice(0, histogram.members.length);
  out.histograms = null;
  const complete = used.every(({ present }) => isFull(present)) && areDistinct(histogram.upperBounds);
  if (complete) evaluateComplete(histogram, used, out, evaluation);
  else evaluateSparse(histogram, used, out, evaluation);
}

/** The fast path: every step has all buckets, and no two have the same bound. */
function evaluateComplete(
  histogram: ClassicHistogram,
  columns: readonly StepColumn[],
  out: StepColumn,
  evaluation: BucketEvaluation,
): void {
  const { upperBounds } = histogram;
  const size = columns.length;
  const counts = new Float64Array(size);
  const values = columns.map((column) => column.values);
  out.present.fill(1);
  for (let k = 0; k < out.count; k++) {
    for (let b = 0; b < size; b++) counts[b] = (values[b] as Float64Array)[k] as number;
    out.values[k] = evaluation(k, upperBounds, counts, size, histogram);
  }
}

function evaluateSparse(
  histogram: ClassicHistogram,
  columns: readonly StepColumn[],
  out: StepColumn,
  evaluation: BucketEvaluation,
): void {
  const { upperBounds } = histogram;
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
    if (size > 0) out.values[k] = evaluation(k, bounds, counts, size, histogram);
  }
}

function areDistinct(ascending: Float64Array): boolean {
  return ascending.every((bound, i) => i === 0 || bound !== ascending[i - 1]);
}
