/** A function over a range vector: one read of the series' samples, then its kernel fills all steps. */
import { type Call, type Expr, type Position, quote } from '@chimera/promql-parser';
import { formatFloat, type Labels, labelValue, metricName } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import { withoutName } from '../drop-name.ts';
import type { EvalContext, OutputSeries, ScalarOperator, VectorOperator } from '../operator.ts';
import { floatsOf, noteIgnoredHistograms } from '../range-functions/histogram-windows.ts';
import { checkExtension, RANGE_FUNCTIONS, type RangeFunction } from '../range-functions/index.ts';
import { RangeInput } from '../range-functions/range-input.ts';
import { RangeNotes } from '../range-functions/range-notes.ts';
import { countWindows } from '../step-counts.ts';
import { withoutParens } from '../without-parens.ts';
import { type RangeSource, withoutResetHint } from './range-source.ts';

/** `scalars` are the call's arguments but for the range vector, in order. */
export function rangeFunction(
  call: Call,
  source: RangeSource,
  scalars: readonly ScalarOperator[],
  context: EvalContext,
): VectorOperator {
  const definition = RANGE_FUNCTIONS[call.func] as RangeFunction;
  const kernel = (
    source.extension === null ? definition.kernel : (definition[source.extension.kind] ?? definition.kernel)
  )();
  const { grid, samples, budget, options, annotations } = context;
  const position = notePosition(call);
  const notes = new RangeNotes(annotations, position);
  const input = new RangeInput(source.times, source.rangeMs, grid, budget.check, source.extension, notes);
  const useStarts = options.startTimestamps && definition.usesStartTimestamps === true;
  let inputs: readonly OutputSeries[] = [];
  return {
    series: async () => {
      checkExtension(source.extension, call.func);
      inputs = await source.series();
      input.params = await Promise.all(scalars.map((scalar) => scalar.values()));
      return definition.keepsName ? inputs : inputs.map((series) => withoutName(series, options));
    },
    read: (index, out) => {
      budget.check();
      source.read(index, samples);
      const { labels } = inputs[index] as OutputSeries;
      notes.begin(metricName(labels));
      if (!useStarts) samples.startTimestamps = null;
      const { histograms } = samples;
      if (histograms !== null && source.cutsHints) samples.histograms = histograms.map(withoutResetHint);
      input.load(samples);
      if (context.stepCounts !== null) countWindows(context.stepCounts, input);
      definition.checkParams?.(input);
      if (histograms !== null && !definition.takesHistograms) {
        noteIgnoredHistograms(input);
        input.load(floatsOf(samples));
      }
      out.histograms = null;
      kernel(input, out);
      if (definition.forCounters && hasFloat(out)) noteIfNoCounter(labels, position, context);
      if (call.func === 'quantile_over_time') {
        noteBadQuantile(input.params[0] as Float64Array, out, annotations, position);
      }
    },
  };
}

/** Annotations point to the call's first argument; a subquery has lost its place by then (in Prometheus). */
function notePosition(call: Call): Position {
  const first = withoutParens(call.args[0] as Expr);
  return first.kind === 'subquery' ? { start: 0, end: 0 } : first.position;
}

function hasFloat({ present, histograms }: StepColumn): boolean {
  if (histograms === null) return present.includes(1);
  return present.some((is, k) => is === 1 && (histograms[k] ?? null) === null);
}

const COUNTER_SUFFIX = /_(?:total|sum|count|bucket)$/;

function noteIfNoCounter(labels: Labels, position: Position, context: EvalContext): void {
  const name = metricName(labels);
  if (name === '') return;
  const { annotations, options } = context;
  if (options.typeAndUnitLabels) {
    const type = labelValue(labels, '__type__');
    if (type === 'counter' || type === 'histogram') return;
    annotations.info(
      `metric might not be a counter, __type__ label is not set to "counter" or "histogram", got ${quote(type)}: ${quote(name)}`,
      position,
    );
  } else if (!COUNTER_SUFFIX.test(name)) {
    annotations.info(
      `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${quote(name)}`,
      position,
    );
  }
}

function noteBadQuantile(
  quantiles: Float64Array,
  out: StepColumn,
  annotations: EvalContext['annotations'],
  position: Position,
): void {
  for (let k = 0; k < quantiles.length; k++) {
    const q = quantiles[k] as number;
    if (q >= 0 && q <= 1) continue;
    if (out.present[k] === 1)
      annotations.warn(`quantile value should be between 0 and 1, got ${formatFloat(q)}`, position);
  }
}
