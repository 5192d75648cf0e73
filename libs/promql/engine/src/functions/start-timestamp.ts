/** `start_timestamp`: since when the sample that a selector took has counted; of anything else, nothing. */
import { SampleBuffer, type SeriesSet, StepColumn } from '@chimera/tsdb-storage';
import { withoutName } from '../drop-name.ts';
import type { CallBuilder, EvalContext, Operator, OutputSeries, PlannedArg, VectorOperator } from '../plan-types.ts';
import { lastReferenceMs, referenceTimes } from '../time-shift.ts';
import { withoutParens } from '../without-parens.ts';
import { vectorArg } from './arguments.ts';

/** Seconds, 0 where unknown. No series at all unless the engine's option `startTimestamps` is on. */
export const startTimestamp: CallBuilder = (_, args, context) => {
  const node = withoutParens((args[0] as PlannedArg).node);
  const { querier, budget, options } = context;
  if (node.kind !== 'vectorSelector') return evaluatedInVain(vectorArg(args, 0), context);
  if (!options.startTimestamps) return { kind: 'vector', vector: { series: async () => [], read: () => {} } };
  const times = referenceTimes(node, context);
  const { lookbackDeltaMs } = options;
  const range = { minMs: times.firstMs - lookbackDeltaMs + 1, maxMs: lastReferenceMs(times) };
  const samples = new SampleBuffer();
  let set: SeriesSet | null = null;
  return {
    kind: 'vector',
    vector: {
      series: async () => {
        budget.check();
        set = await querier.select(node.matchers, range);
        return set.labels.map((labels) => withoutName({ labels, dropName: false }, options));
      },
      read: (index, out) => {
        budget.check();
        (set as SeriesSet).read(index, range, samples);
        budget.countRead(samples.count);
        const { timestamps, startTimestamps, stale, hasStale, count } = samples;
        out.histograms = null;
        let end = 0;
        let t = times.firstMs;
        for (let k = 0; k < out.count; k++, t += times.strideMs) {
          while (end < count && (timestamps[end] as number) <= t) end++;
          const newest = end - 1;
          const missing =
            newest < 0 || (timestamps[newest] as number) <= t - lookbackDeltaMs || (hasStale && stale[newest] === 1);
          out.present[k] = missing ? 0 : 1;
          if (!missing) out.values[k] = startTimestamps === null ? 0 : (startTimestamps[newest] as number) / 1_000;
        }
      },
    },
  };
};

/** Nothing comes of the argument but its errors and annotations. */
function evaluatedInVain(argument: VectorOperator, { grid, budget }: EvalContext): Operator {
  const series = async (): Promise<readonly OutputSeries[]> => {
    const scratch = new StepColumn(grid.count);
    for (const index of (await argument.series()).keys()) {
      budget.check();
      scratch.histograms = null;
      argument.read(index, scratch);
    }
    return [];
  };
  return { kind: 'vector', vector: { series, read: () => {} } };
}
