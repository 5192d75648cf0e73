/** Where the samples of a range vector come from: a matrix selector, or a subquery's inner expression. */
import type { MatrixSelector, Subquery } from '@chimera/promql-parser';
import type { Histogram } from '@chimera/tsdb-model';
import { type SampleBuffer, type SeriesSet, StepColumn, type StepGrid } from '@chimera/tsdb-storage';
import { tooManySamples } from '../budget.ts';
import { childContext } from '../context.ts';
import { durationMs } from '../duration.ts';
import { type Extension, rangeExtension } from '../extended-range.ts';
import { keepStats, type Reach } from '../histogram-stats.ts';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { lastReferenceMs, type ReferenceTimes, referenceTimes } from '../time-shift.ts';
import { removeStale } from './stale-samples.ts';

export type RangeSource = {
  readonly times: ReferenceTimes;
  readonly rangeMs: number;
  /** The windows reach further: `anchored` or `smoothed`. */
  readonly extension: Extension | null;
  /** Its samples are picked from others: what histograms say about resets before them holds no longer. */
  readonly cutsHints: boolean;
  /** Once, before the first `read`. */
  series(): Promise<readonly OutputSeries[]>;
  /** Fills `out` with all samples of the series that any window may hold, stale markers left out. */
  read(index: number, out: SampleBuffer): void;
};

/** Plans a subquery's inner expression; passed in because the planner itself uses this file. */
export type InnerPlanner = (subquery: Subquery, context: EvalContext) => VectorOperator;

export function rangeSource(
  node: MatrixSelector | Subquery,
  context: EvalContext,
  planInner: InnerPlanner,
): RangeSource {
  return node.kind === 'matrixSelector' ? selectorSource(node, context) : subquerySource(node, context, planInner);
}

function selectorSource(node: MatrixSelector, context: EvalContext): RangeSource {
  const times = referenceTimes(node.selector, context);
  const rangeMs = durationMs(node.range);
  const extension = rangeExtension(node.selector, context.options.lookbackDeltaMs);
  const range = {
    minMs: times.firstMs - rangeMs - (extension?.beforeMs ?? 0) + 1,
    maxMs: lastReferenceMs(times) + (extension?.afterMs ?? 0),
  };
  const statsOnly = context.statsOnly.has(node.selector);
  let set: SeriesSet | null = null;
  return {
    times,
    rangeMs,
    extension,
    cutsHints: false,
    series: async () => {
      context.budget.check();
      set = await context.querier.select(node.selector.matchers, range);
      return set.labels.map((labels) => ({ labels, dropName: false }));
    },
    read: (index, out) => {
      (set as SeriesSet).read(index, range, out);
      removeStale(out);
      if (statsOnly && out.histograms !== null) keepStats(out, rangeReach(times, rangeMs, extension));
      context.budget.countRead(out.count);
    },
  };
}

/** What Prometheus looks at for each step: the window, or when steps are shorter what is new since the last one. */
function rangeReach(times: ReferenceTimes, rangeMs: number, extension: Extension | null): Reach {
  const { firstMs, strideMs, count } = times;
  const beyondMs = (extension?.beforeMs ?? 0) + (extension?.afterMs ?? 0);
  const firstReachMs = rangeMs + beyondMs;
  const reachMs = strideMs === 0 ? firstReachMs : Math.min(firstReachMs, strideMs);
  return { firstMs: firstMs + (extension?.afterMs ?? 0), strideMs, count, firstReachMs, reachMs };
}

function subquerySource(node: Subquery, context: EvalContext, planInner: InnerPlanner): RangeSource {
  const times = referenceTimes(node, context);
  const rangeMs = durationMs(node.range);
  const stepMs = node.step === null ? context.options.defaultSubqueryStepMs : durationMs(node.step);
  const grid = subqueryGrid(times, rangeMs, stepMs);
  if (grid.count > context.options.maxSamples) throw tooManySamples();
  const inner = planInner(node, childContext(context, grid));
  const column = new StepColumn(grid.count);
  // Prometheus holds the whole inner result and refuses it by its size; here it bounds the work.
  let evaluated = 0;
  return {
    times,
    rangeMs,
    extension: null,
    cutsHints: true,
    series: async () => (grid.count === 0 ? [] : inner.series()),
    read: (index, out) => {
      inner.read(index, column);
      fillFromColumn(out, column, grid);
      evaluated += out.count;
      if (evaluated > context.options.maxSamples) throw tooManySamples();
    },
  };
}

/** The multiples of the step in the union of the windows: after the first window's start, up to the last one's end. */
function subqueryGrid(times: ReferenceTimes, rangeMs: number, stepMs: number): StepGrid {
  const startMs = (Math.floor((times.firstMs - rangeMs) / stepMs) + 1) * stepMs;
  const endMs = lastReferenceMs(times);
  return { startMs, stepMs, count: Math.max(0, Math.floor((endMs - startMs) / stepMs) + 1), endMs };
}

function fillFromColumn(out: SampleBuffer, column: StepColumn, grid: StepGrid): void {
  out.clear();
  out.reserve(column.count);
  const { timestamps, values } = out;
  const { present, histograms } = column;
  if (histograms !== null) out.histograms = [];
  let count = 0;
  for (let k = 0; k < column.count; k++) {
    if (present[k] === 0) continue;
    timestamps[count] = grid.startMs + k * grid.stepMs;
    values[count] = column.values[k] as number;
    if (histograms !== null) (out.histograms as (typeof histograms)[number][])[count] = histograms[k] ?? null;
    count++;
  }
  out.count = count;
}

/** The histogram with an unknown hint instead of one about resets. */
export function withoutResetHint(histogram: Histogram | null): Histogram | null {
  const hint = histogram?.counterResetHint;
  return hint === 'reset' || hint === 'not_reset'
    ? { ...(histogram as Histogram), counterResetHint: 'unknown' }
    : histogram;
}
