/** `metric smoothed`: the value at each step on the line between the samples around it, not farther than the lookback. */
import type { VectorSelector } from '@chimera/promql-parser';
import { type Histogram, metricName, usesCustomBuckets } from '@chimera/tsdb-model';
import type { SampleBuffer, SeriesSet, StepColumn } from '@chimera/tsdb-storage';
import { interpolate } from '../extended-range.ts';
import { interpolateHistograms } from '../histogram-interpolation.ts';
import { keepStats } from '../histogram-stats.ts';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { RangeNotes } from '../range-functions/range-notes.ts';
import { countColumn } from '../step-counts.ts';
import { lastReferenceMs, type ReferenceTimes, referenceTimes } from '../time-shift.ts';
import { removeStale } from './stale-samples.ts';

/** A consumer that asks for the samples' own times gets what the selector without `smoothed` selects. */
export function smoothedSelector(node: VectorSelector, context: EvalContext): VectorOperator {
  const { querier, budget, options, samples, annotations } = context;
  const { lookbackDeltaMs } = options;
  const times = referenceTimes(node, context);
  const range = { minMs: times.firstMs - lookbackDeltaMs + 1, maxMs: lastReferenceMs(times) + lookbackDeltaMs };
  const statsOnly = context.statsOnly.has(node);
  const reachMs = range.maxMs - range.minMs;
  const wholeRange = { firstMs: range.maxMs, strideMs: 0, count: 1, reachMs, firstReachMs: reachMs };
  const notes = new RangeNotes(annotations, node.position);
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
      if (statsOnly && samples.histograms !== null) keepStats(samples, wholeRange);
      budget.countRead(samples.count);
      notes.begin(metricName(source.labels[index] as OutputSeries['labels']));
      smooth(samples, times, lookbackDeltaMs, out, notes);
      if (context.stepCounts !== null) countColumn(context.stepCounts, out);
    },
  };
}

function smooth(
  samples: SampleBuffer,
  times: ReferenceTimes,
  lookbackMs: number,
  out: StepColumn,
  notes: RangeNotes,
): void {
  const { timestamps, values, histograms, count } = samples;
  out.histograms = histograms === null ? null : new Array(out.count).fill(null);
  // The first sample at or after the step; the first and, behind it, the last that the step may look at.
  let next = 0;
  let low = 0;
  let high = 0;
  let t = times.firstMs;
  for (let k = 0; k < out.count; k++, t += times.strideMs) {
    while (next < count && (timestamps[next] as number) < t) next++;
    while (low < count && (timestamps[low] as number) <= t - lookbackMs) low++;
    while (high < count && (timestamps[high] as number) <= t + lookbackMs) high++;
    const isExact = next < high && timestamps[next] === t;
    out.present[k] = isExact || next > low ? 1 : 0;
    const kind = histograms === null ? 'floats' : kindOf(histograms, low, high);
    if (kind === 'mixed') {
      notes.add('mixedSamples');
      out.present[k] = 0;
    }
    if (out.present[k] === 0) continue;
    if (kind === 'histograms' && out.histograms !== null) {
      const result = smoothHistogram(samples, next, high, t, notes);
      out.histograms[k] = result;
      if (result === null) out.present[k] = 0;
    } else if (isExact) out.values[k] = values[next] as number;
    else if (next >= high) out.values[k] = values[next - 1] as number;
    else {
      const [beforeMs, afterMs] = [timestamps[next - 1] as number, timestamps[next] as number];
      out.values[k] = interpolate(beforeMs, values[next - 1] as number, afterMs, values[next] as number, t, false);
    }
  }
}

/** `next` is the first sample at or after `t`; samples from `high` on are out of reach. All in reach are histograms. */
function smoothHistogram(
  { timestamps, histograms }: SampleBuffer,
  next: number,
  high: number,
  t: number,
  notes: RangeNotes,
): Histogram | null {
  const all = histograms as readonly Histogram[];
  if (next < high && timestamps[next] === t) return all[next] as Histogram;
  const before = all[next - 1] as Histogram;
  // What it says of a reset before it is not true of the step.
  if (next >= high) return { ...before, counterResetHint: 'unknown' };
  const after = all[next] as Histogram;
  if (usesCustomBuckets(before) !== usesCustomBuckets(after)) {
    notes.add('mixedSchemas');
    return null;
  }
  const isCounter = before.counterResetHint !== 'gauge' || after.counterResetHint !== 'gauge';
  const beforeMs = timestamps[next - 1] as number;
  return interpolateHistograms(beforeMs, before, timestamps[next] as number, after, t, isCounter, notes);
}

function kindOf(
  histograms: readonly (Histogram | null)[],
  low: number,
  high: number,
): 'floats' | 'histograms' | 'mixed' {
  let found = 0;
  for (let i = low; i < high; i++) if ((histograms[i] ?? null) !== null) found++;
  if (found === 0) return 'floats';
  return found === high - low ? 'histograms' : 'mixed';
}
