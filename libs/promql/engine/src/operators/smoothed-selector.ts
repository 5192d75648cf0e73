/** `metric smoothed`: the value at each step on the line between the samples around it, not farther than the lookback. */
import type { VectorSelector } from '@chimera/promql-parser';
import type { SampleBuffer, SeriesSet, StepColumn } from '@chimera/tsdb-storage';
import { interpolate } from '../extended-range.ts';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { lastReferenceMs, type ReferenceTimes, referenceTimes } from '../time-shift.ts';
import { removeStale } from './stale-samples.ts';

/** A consumer that asks for the samples' own times gets what the selector without `smoothed` selects. */
export function smoothedSelector(node: VectorSelector, context: EvalContext): VectorOperator {
  const { querier, budget, options, samples } = context;
  const { lookbackDeltaMs } = options;
  const times = referenceTimes(node, context);
  const range = { minMs: times.firstMs - lookbackDeltaMs + 1, maxMs: lastReferenceMs(times) + lookbackDeltaMs };
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
      if (out.timestamps !== null) {
        const grid = { startMs: times.firstMs, stepMs: times.strideMs, count: times.count };
        source.readSteps(index, grid, lookbackDeltaMs, out);
        return;
      }
      source.read(index, range, samples);
      removeStale(samples);
      budget.countRead(samples.count);
      smooth(samples, times, lookbackDeltaMs, out);
    },
  };
}

function smooth(samples: SampleBuffer, times: ReferenceTimes, lookbackMs: number, out: StepColumn): void {
  const { timestamps, values, count } = samples;
  out.histograms = null;
  // The first sample at or after the step.
  let next = 0;
  let t = times.firstMs;
  for (let k = 0; k < out.count; k++, t += times.strideMs) {
    while (next < count && (timestamps[next] as number) < t) next++;
    const nextMs = next < count ? (timestamps[next] as number) : Number.POSITIVE_INFINITY;
    const previousMs = next > 0 ? (timestamps[next - 1] as number) : Number.NEGATIVE_INFINITY;
    const hasPrevious = previousMs > t - lookbackMs;
    out.present[k] = nextMs === t || hasPrevious ? 1 : 0;
    if (nextMs === t) out.values[k] = values[next] as number;
    else if (!hasPrevious) continue;
    else if (nextMs > t + lookbackMs) out.values[k] = values[next - 1] as number;
    else out.values[k] = interpolate(previousMs, values[next - 1] as number, nextMs, values[next] as number, t, false);
  }
}
