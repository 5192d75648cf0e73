/** `topk`, `bottomk`, `limitk`: some of the input series, decided anew at each step. */
import type { Aggregation } from '@chimera/promql-parser';
import { formatFloat } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, ScalarOperator, VectorOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';
import { type Group, groupSeries } from './aggregate-groups.ts';
import { removeHistograms } from './column-histograms.ts';
import { copyColumn } from './copy-column.ts';
import { extremesOf, type ParameterExtremes } from './parameter-extremes.ts';
import { ValueHeap } from './value-heap.ts';

type RankOperator = 'topk' | 'bottomk' | 'limitk';

const MIN_INT64 = -9_223_372_036_854_775_808;
const MAX_INT64 = 9_223_372_036_854_774_784;

/** Outputs are the input series; a group's columns are held from its first read to its last. */
export function rank(
  node: Aggregation,
  operator: RankOperator,
  child: VectorOperator,
  param: ScalarOperator,
  context: EvalContext,
): VectorOperator {
  const { budget, grid } = context;
  const selection = createSelection(node, operator, context);
  /** Columns that the reader has not taken yet, by input series. */
  const held = new Map<number, StepColumn>();
  let inputs: readonly OutputSeries[] = [];
  let groups: readonly Group[] = [];
  let groupOf: Int32Array;
  let sizes: Float64Array;
  /** For an instant query: input series in the order of the result. */
  let order: readonly number[] | null = null;

  const readGroup = ({ members }: Group): readonly number[] => {
    budget.hold(members.length * grid.count);
    const columns = members.map((member) => {
      budget.check();
      const column = new StepColumn(grid.count);
      child.read(member, column);
      held.set(member, column);
      return column;
    });
    return selection(columns, sizes).map((m) => members[m] as number);
  };

  return {
    series: async () => {
      const wanted = await param.values();
      inputs = await child.series();
      const extremes = extremesOf(wanted);
      if (extremes.max < 1) return [];
      checkSizes(extremes);
      sizes = wanted.map((size) => Math.min(Math.trunc(size), inputs.length));
      groups = groupSeries(inputs, { names: node.grouping, without: node.without });
      groupOf = new Int32Array(inputs.length);
      groups.forEach(({ members }, g) => {
        for (const member of members) groupOf[member] = g;
      });
      if (grid.count !== 1) return inputs;
      order = groups.flatMap(readGroup);
      return order.map((input) => inputs[input] as OutputSeries);
    },
    read: (index, out) => {
      const input = order === null ? index : (order[index] as number);
      if (!held.has(input)) readGroup(groups[groupOf[input] as number] as Group);
      copyColumn(held.get(input) as StepColumn, out);
      held.delete(input);
      budget.release(grid.count);
    },
  };
}

function checkSizes({ anyNan, min, max }: ParameterExtremes): void {
  if (anyNan) throw new QueryError('execution', 'Parameter value is NaN');
  if (min <= MIN_INT64) throw new QueryError('execution', `Scalar value ${formatFloat(min)} underflows int64`);
  if (max >= MAX_INT64) throw new QueryError('execution', `Scalar value ${formatFloat(max)} overflows int64`);
}

/**
 * Leaves the selected steps of a group's columns present, at most `sizes[k]` per step; answers the columns selected at
 * the first step, best first.
 */
type Selection = (columns: readonly StepColumn[], sizes: Float64Array) => number[];

function createSelection(node: Aggregation, operator: RankOperator, { annotations }: EvalContext): Selection {
  if (operator === 'limitk') return selectFirst;
  const sign = operator === 'topk' ? 1 : -1;
  return (columns, sizes) => {
    for (const column of columns) {
      if (removeHistograms(column)) annotations.info(`ignored histogram in ${operator} aggregation`, node.position);
    }
    return selectBest(columns, sizes, sign);
  };
}

function selectBest(columns: readonly StepColumn[], sizes: Float64Array, sign: 1 | -1): number[] {
  const heap = new ValueHeap(columns.length, sign);
  let first: number[] = [];
  for (let k = 0; k < sizes.length; k++) {
    const size = sizes[k] as number;
    heap.clear();
    for (let m = 0; m < columns.length; m++) {
      const column = columns[m] as StepColumn;
      if (column.present[k] === 0) continue;
      const value = column.values[k] as number;
      if (heap.size < size) heap.push(value, m);
      else if (size >= 1 && heap.beatsTop(value)) heap.replaceTop(value, m);
      column.present[k] = 0;
    }
    for (let i = 0; i < heap.size; i++) (columns[heap.indexes[i] as number] as StepColumn).present[k] = 1;
    if (k === 0) first = heap.ordered();
  }
  return first;
}

const selectFirst: Selection = (columns, sizes) => {
  const first: number[] = [];
  for (let k = 0; k < sizes.length; k++) {
    let left = sizes[k] as number;
    for (let m = 0; m < columns.length; m++) {
      const { present } = columns[m] as StepColumn;
      if (present[k] === 0) continue;
      if (left >= 1) {
        left--;
        if (k === 0) first.push(m);
      } else present[k] = 0;
    }
  }
  return first;
};
