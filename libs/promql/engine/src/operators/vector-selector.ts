/** Instant vector selectors: the newest sample of each series within the lookback, for all steps at once. */
import type { VectorSelector } from '@chimera/promql-parser';
import type { SeriesSet, StepColumn, StepGrid } from '@chimera/tsdb-storage';
import { StepColumn as Column, stepsFromSamples } from '@chimera/tsdb-storage';
import { keepStats } from '../histogram-stats.ts';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { countColumn } from '../step-counts.ts';
import { lastReferenceMs, referenceTimes } from '../time-shift.ts';
import { smoothedSelector } from './smoothed-selector.ts';

/**
 * Fills `out.timestamps` (the samples' own times) when the caller's column has that array. With `presenceOnly` the
 * consumer looks at no values, which spares the store from decoding them.
 */
export function vectorSelector(node: VectorSelector, context: EvalContext, presenceOnly = false): VectorOperator {
  if (node.extension === 'smoothed') return smoothedSelector(node, context);
  const { querier, budget, options } = context;
  const times = referenceTimes(node, context);
  const lookbackMs = options.lookbackDeltaMs;
  // Under `@` all steps refer to one time: it is read once and repeated.
  const repeated = times.strideMs === 0 && times.count > 1;
  const grid: StepGrid = { startMs: times.firstMs, stepMs: times.strideMs || 1, count: repeated ? 1 : times.count };
  const single = repeated ? new Column(1) : null;
  const statsOnly = context.statsOnly.has(node);
  const range = { minMs: times.firstMs - lookbackMs + 1, maxMs: lastReferenceMs(times) };
  /** Reads the steps again, from all samples. */
  const readStats = (source: SeriesSet, index: number, out: StepColumn): void => {
    const { firstMs, strideMs, count } = times;
    source.read(index, range, context.samples);
    keepStats(context.samples, { firstMs, strideMs, count, reachMs: lookbackMs, firstReachMs: lookbackMs });
    stepsFromSamples(context.samples, grid, lookbackMs, out);
  };
  let set: SeriesSet | null = null;
  return {
    series: async () => {
      budget.check();
      set = await querier.select(node.matchers, range);
      return set.labels.map((labels): OutputSeries => ({ labels, dropName: false }));
    },
    read: (index, out) => {
      budget.check();
      const source = set as SeriesSet;
      if (single === null) {
        out.presenceOnly = presenceOnly;
        source.readSteps(index, grid, lookbackMs, out);
        out.presenceOnly = false;
        if (statsOnly && out.histograms !== null) readStats(source, index, out);
      } else {
        single.timestamps = out.timestamps === null ? null : new Float64Array(1);
        source.readSteps(index, grid, lookbackMs, single);
        if (statsOnly && single.histograms !== null) readStats(source, index, single);
        repeatStep(single, out);
      }
      budget.countRead(countPresent(out.present));
      if (context.stepCounts !== null) countColumn(context.stepCounts, out);
    },
  };
}

/** Copies the only step of `single` to all steps of `out`. */
export function repeatStep(single: StepColumn, out: StepColumn): void {
  out.present.fill(single.present[0] as number);
  out.values.fill(single.values[0] as number);
  if (out.timestamps !== null && single.timestamps !== null) out.timestamps.fill(single.timestamps[0] as number);
  out.histograms = single.histograms === null ? null : new Array(out.count).fill(single.histograms[0] ?? null);
}

/** Number of steps with a sample. */
export function countPresent(present: Uint8Array): number {
  let count = 0;
  for (let k = 0; k < present.length; k++) count += present[k] as number;
  return count;
}
