/** `limitk`: the first series of each group that have a sample, decided anew at each step. */
import type { Aggregation } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, ScalarOperator, VectorOperator } from '../operator.ts';
import { type Group, groupSeries } from './aggregate-groups.ts';
import { copyColumn } from './copy-column.ts';
import { readForEffect } from './fully-read.ts';
import { rankSizes } from './rank-sizes.ts';

/** Outputs are the input series; a group's columns are held from its first read to its last. */
export function limitSeries(
  node: Aggregation,
  child: VectorOperator,
  param: ScalarOperator,
  context: EvalContext,
): VectorOperator {
  const { budget, grid } = context;
  const held = new Map<number, StepColumn>();
  const groupOf = new Map<number, Group>();
  let sizes: Float64Array | null = null;

  const readGroup = ({ members }: Group, limits: Float64Array): void => {
    const left = limits.slice();
    budget.hold(members.length * grid.count);
    for (const member of members) {
      budget.check();
      const column = new StepColumn(grid.count);
      child.read(member, column);
      held.set(member, column);
      takePlaces(column.present, left);
    }
  };

  return {
    series: async () => {
      const wanted = await param.values();
      const inputs = await child.series();
      sizes = rankSizes(wanted, inputs.length);
      if (sizes === null) {
        readForEffect(child, inputs.length, context);
        return [];
      }
      for (const group of groupSeries(inputs, { names: node.grouping, without: node.without }))
        for (const member of group.members) groupOf.set(member, group);
      return inputs;
    },
    read: (index, out) => {
      if (!held.has(index)) readGroup(groupOf.get(index) as Group, sizes as Float64Array);
      copyColumn(held.get(index) as StepColumn, out);
      held.delete(index);
      budget.release(grid.count);
    },
  };
}

/** Each present step takes one of the places that are left at it, or becomes absent. */
function takePlaces(present: Uint8Array, left: Float64Array): void {
  for (let k = 0; k < present.length; k++) {
    if (present[k] === 0) continue;
    if ((left[k] as number) >= 1) left[k] = (left[k] as number) - 1;
    else present[k] = 0;
  }
}
