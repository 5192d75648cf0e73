/** `quantile(φ, v)`: the only aggregation that needs all values of a group at once. */
import type { Aggregation } from '@chimera/promql-parser';
import { formatFloat } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, ScalarOperator, VectorOperator } from '../operator.ts';
import { withoutParens } from '../without-parens.ts';
import { type Group, groupSeries } from './aggregate-groups.ts';
import { removeHistograms } from './column-histograms.ts';
import { extremesOf } from './parameter-extremes.ts';
import { quantileOf } from './quantile-of.ts';

export function aggregateQuantile(
  node: Aggregation,
  child: VectorOperator,
  param: ScalarOperator,
  context: EvalContext,
): VectorOperator {
  const { annotations, budget, grid } = context;
  const { count } = grid;
  const { position } = withoutParens(node.inner);
  let quantiles: Float64Array;
  let groups: readonly Group[] = [];

  const warnOfRange = (): void => {
    const paramPosition = node.param === null ? null : withoutParens(node.param).position;
    const warn = (q: number): void =>
      annotations.warn(`quantile value should be between 0 and 1, got ${formatFloat(q)}`, paramPosition);
    const { max, min, anyNan } = extremesOf(quantiles);
    if (anyNan) warn(Number.NaN);
    if (max > 1) warn(max);
    if (min < 0) warn(min);
  };

  return {
    series: async () => {
      quantiles = await param.values();
      groups = groupSeries(await child.series(), { names: node.grouping, without: node.without });
      warnOfRange();
      return groups.map(({ output }) => output);
    },
    read: (index, out) => {
      const { members } = groups[index] as Group;
      const held = members.length * count;
      budget.hold(held);
      const columns = members.map((member) => {
        budget.check();
        const column = new StepColumn(count);
        child.read(member, column);
        if (removeHistograms(column)) annotations.info('ignored histogram in quantile aggregation', position);
        return column;
      });
      quantileOfColumns(quantiles, columns, out);
      budget.release(held);
    },
  };
}

function quantileOfColumns(quantiles: Float64Array, columns: readonly StepColumn[], out: StepColumn): void {
  const values = new Float64Array(columns.length);
  out.histograms = null;
  for (let k = 0; k < out.count; k++) {
    let filled = 0;
    for (const column of columns) if (column.present[k] === 1) values[filled++] = column.values[k] as number;
    out.present[k] = filled === 0 ? 0 : 1;
    if (filled > 0) out.values[k] = quantileOf(quantiles[k] as number, values, filled);
  }
}
