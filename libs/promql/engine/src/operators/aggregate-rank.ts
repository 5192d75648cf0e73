/** `topk`, `bottomk`: the input series that are among the best at some step, with the samples that are. */
import type { Aggregation } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, ScalarOperator, VectorOperator } from '../operator.ts';
import { groupSeries } from './aggregate-groups.ts';
import { removeHistograms } from './column-histograms.ts';
import { readForEffect } from './fully-read.ts';
import { rankSizes } from './rank-sizes.ts';
import { StepHeaps } from './step-heaps.ts';

/** The samples of one selected series. */
type Selected = { readonly input: number; readonly steps: number[]; readonly values: number[] };

/**
 * Everything is ranked when the series are asked for, because only then is it known which they are: the columns stream
 * through one small heap per step. The series of an instant query come best first, group by group.
 */
export function rank(
  node: Aggregation,
  operator: 'topk' | 'bottomk',
  child: VectorOperator,
  param: ScalarOperator,
  context: EvalContext,
): VectorOperator {
  const { annotations, budget, grid } = context;
  let selected: readonly Selected[] = [];

  const rankGroup = (members: readonly number[], sizes: Float64Array, scratch: StepColumn): readonly Selected[] => {
    const capacity = sizes.reduce((most, size) => Math.max(most, Math.min(size, members.length)), 0);
    const limits = sizes.map((size) => Math.min(size, capacity));
    const heaps = new StepHeaps(grid.count, capacity, operator === 'topk' ? 1 : -1);
    budget.hold(grid.count * capacity);
    for (const member of members) {
      budget.check();
      child.read(member, scratch);
      if (removeHistograms(scratch)) annotations.info(`ignored histogram in ${operator} aggregation`, node.position);
      heaps.offer(scratch, member, limits);
    }
    return selectedSeries(heaps);
  };

  return {
    series: async () => {
      const wanted = await param.values();
      const inputs = await child.series();
      const sizes = rankSizes(wanted, inputs.length);
      if (sizes === null) {
        readForEffect(child, inputs.length, context);
        return [];
      }
      const scratch = new StepColumn(grid.count);
      const groups = groupSeries(inputs, { names: node.grouping, without: node.without });
      selected = groups.flatMap(({ members }) => rankGroup(members, sizes, scratch));
      return selected.map(({ input }) => inputs[input] as OutputSeries);
    },
    read: (index, out) => {
      const { steps, values } = selected[index] as Selected;
      out.histograms = null;
      out.present.fill(0);
      for (let i = 0; i < steps.length; i++) {
        const k = steps[i] as number;
        out.present[k] = 1;
        out.values[k] = values[i] as number;
      }
      budget.release(steps.length);
    },
  };
}

/** The series of the heaps, the best of the first step first. */
function selectedSeries(heaps: StepHeaps): readonly Selected[] {
  const byInput = new Map<number, Selected>();
  for (let k = 0; k < heaps.sizes.length; k++) {
    for (const at of heaps.ordered(k)) {
      const input = heaps.indexes[at] as number;
      let series = byInput.get(input);
      if (series === undefined) {
        series = { input, steps: [], values: [] };
        byInput.set(input, series);
      }
      series.steps.push(k);
      series.values.push(heaps.values[at] as number);
    }
  }
  return [...byInput.values()];
}
