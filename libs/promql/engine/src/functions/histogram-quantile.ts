/** `histogram_quantile` and `histogram_quantiles`. */
import type { Position } from '@chimera/promql-parser';
import { formatFloat, histogramQuantile as quantileOfHistogram, withLabel } from '@chimera/tsdb-model';
import { StepColumn, stepTime } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { copyColumn } from '../operators/copy-column.ts';
import { duplicateLabelset, uniqueSeries } from '../operators/unique-series.ts';
import type { CallBuilder } from '../plan-types.ts';
import { argPosition, scalarArg, stringArg, vectorArg } from './arguments.ts';
import { bucketQuantile, MonotonicityFixes, repairCounts } from './bucket-quantile.ts';
import { type BucketEvaluation, type HistogramEvaluation, histogramColumns } from './histogram-columns.ts';
import { monotonicityMessage } from './monotonicity-message.ts';
import { nanMessage } from './nan-message.ts';

export const histogramQuantile: CallBuilder = (_, args, context) => {
  const quantile = scalarArg(args, 0);
  const position = argPosition(args, 1);
  const columns = histogramColumns(vectorArg(args, 1), position, context);
  let evaluation: HistogramEvaluation;
  return {
    kind: 'vector',
    vector: {
      series: async () => {
        const quantiles = await quantile.values();
        warnOfRange(quantiles, argPosition(args, 0), context);
        evaluation = quantileEvaluation(quantiles, position, context);
        return columns.load();
      },
      read: (index, out) => columns.evaluate(index, out, evaluation),
    },
  };
};

/** histogram_quantiles(v, label, q, ...): each histogram once per quantile, told apart by the label. */
export const histogramQuantiles: CallBuilder = (_, args, context) => {
  const { budget, grid } = context;
  const columns = histogramColumns(vectorArg(args, 0), argPosition(args, 0), context);
  const label = stringArg(args, 1);
  const wanted = args.slice(2).map((_arg, i) => scalarArg(args, i + 2));
  /** One output per histogram and text of a quantile; all those of a histogram are computed together. */
  let texts: readonly string[] = [];
  let quantiles: Float64Array[] = [];
  let evaluations: HistogramEvaluation[] = [];
  const held = new Map<number, StepColumn>();

  const compute = (histogram: number): void => {
    budget.hold(texts.length * grid.count);
    const scratch = new StepColumn(grid.count);
    const outs = texts.map((_text, t) => {
      const out = new StepColumn(grid.count);
      held.set(histogram * texts.length + t, out);
      return out;
    });
    const answer = (k: number, q: number, value: number): void => {
      const out = outs[texts.indexOf(quantileText(quantiles[q]?.[k] as number))] as StepColumn;
      if (out.present[k] === 1) throw duplicateLabelset();
      out.present[k] = 1;
      out.values[k] = value;
    };
    columns.evaluate(histogram, scratch, {
      buckets: (k, ...buckets) => {
        evaluations.forEach((evaluation, q) => void answer(k, q, evaluation.buckets(k, ...buckets)));
        return 0;
      },
      native: (k, ...sample) => {
        evaluations.forEach((evaluation, q) => void answer(k, q, evaluation.native(k, ...sample)));
        return 0;
      },
    });
  };

  const labelled: VectorOperator = {
    series: async () => {
      quantiles = [];
      for (const [i, operand] of wanted.entries()) {
        const values = await operand.values();
        warnOfRange(values, argPosition(args, i + 2), context);
        quantiles.push(values);
      }
      evaluations = quantiles.map((values) => quantileEvaluation(values, argPosition(args, 0), context));
      texts = [...new Set(quantiles.flatMap((values) => Array.from(values, quantileText)))];
      const outputs = await columns.load();
      return outputs.flatMap(({ labels, dropName }) =>
        texts.map((text): OutputSeries => ({ labels: withLabel(labels, label, text), dropName })),
      );
    },
    read: (index, out) => {
      if (!held.has(index)) compute(Math.floor(index / texts.length));
      copyColumn(held.get(index) as StepColumn, out);
      held.delete(index);
      budget.release(grid.count);
    },
  };
  // The label may replace one that told histograms apart.
  return { kind: 'vector', vector: uniqueSeries(labelled, 'step') };
};

/** A quantile as a label's value, the OpenMetrics way: whole numbers have a fraction. */
function quantileText(q: number): string {
  const text = formatFloat(q);
  return Number.isFinite(q) && !/[.e]/.test(text) ? `${text}.0` : text;
}

function quantileEvaluation(
  quantiles: Float64Array,
  position: Position | null,
  context: EvalContext,
): HistogramEvaluation {
  const { annotations } = context;
  return {
    buckets: bucketsEvaluation(quantiles, position, context),
    native: (k, histogram, metricName) =>
      quantileOfHistogram(quantiles[k] as number, histogram, (what) => {
        annotations.info(nanMessage(what, metricName), position);
      }),
  };
}

function bucketsEvaluation(
  quantiles: Float64Array,
  position: Position | null,
  { annotations, grid }: EvalContext,
): BucketEvaluation {
  const fixesByName = new Map<string, MonotonicityFixes>();
  let lastName: string | null = null;
  let lastFixes = new MonotonicityFixes();
  const fixesOf = (metricName: string): MonotonicityFixes => {
    if (metricName === lastName) return lastFixes;
    lastName = metricName;
    lastFixes = fixesByName.get(metricName) ?? new MonotonicityFixes();
    fixesByName.set(metricName, lastFixes);
    return lastFixes;
  };
  const noteSample = (metricName: string, fixes: MonotonicityFixes, k: number): void => {
    if (fixes.samples === 0) {
      annotations.atEnd(() => annotations.info(monotonicityMessage(metricName, fixes), position));
    }
    fixes.noteSample(stepTime(grid, k));
  };
  return (k, bounds, counts, size, metricName) => {
    const q = quantiles[k] as number;
    // Counts are only looked at where the quantile depends on them.
    if (q >= 0 && q <= 1 && bounds[size - 1] === Infinity) {
      const fixes = fixesOf(metricName);
      if (repairCounts(bounds, counts, size, fixes)) noteSample(metricName, fixes, k);
    }
    return bucketQuantile(q, bounds, counts, size);
  };
}

function warnOfRange(quantiles: Float64Array, position: Position | null, { annotations }: EvalContext): void {
  let last = 0;
  for (const q of quantiles) {
    if ((q >= 0 && q <= 1) || Object.is(q, last)) continue;
    last = q;
    annotations.warn(`quantile value should be between 0 and 1, got ${formatFloat(q)}`, position);
  }
}
