/** `sort`, `sort_desc`, `sort_by_label`, `sort_by_label_desc`: the order of an instant query's series. */
import { compareLabels, labelValue } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { removeHistograms } from '../operators/column-histograms.ts';
import { copyColumn } from '../operators/copy-column.ts';
import type { CallBuilder, Operator } from '../plan-types.ts';
import { stringArg, vectorArg } from './arguments.ts';
import { compareNaturally } from './natural-order.ts';

type Item = { readonly series: OutputSeries; readonly column: StepColumn };
type Order = (a: Item, b: Item) => number;

/** Histograms have no place in an order of values: they are left out. */
export const sort: CallBuilder = (_, args, context) => sorted(vectorArg(args, 0), byValue(1), true, context);
export const sortDesc: CallBuilder = (_, args, context) => sorted(vectorArg(args, 0), byValue(-1), true, context);

export const sortByLabel: CallBuilder = (_, args, context) =>
  sorted(vectorArg(args, 0), byLabels(labelNames(args), 1), false, context);
export const sortByLabelDesc: CallBuilder = (_, args, context) =>
  sorted(vectorArg(args, 0), byLabels(labelNames(args), -1), false, context);

/** Where there are several steps, series have no order, and the input passes through. */
function sorted(vector: VectorOperator, order: Order, floatsOnly: boolean, { budget, grid }: EvalContext): Operator {
  const items: Item[] = [];
  const read = (index: number, out: StepColumn): void => {
    vector.read(index, out);
    if (floatsOnly) removeHistograms(out);
  };
  if (grid.count !== 1) return { kind: 'vector', vector: { series: () => vector.series(), read } };
  return {
    kind: 'vector',
    vector: {
      series: async () => {
        for (const [index, series] of (await vector.series()).entries()) {
          budget.check();
          const column = new StepColumn(1);
          read(index, column);
          if (column.present[0] === 1) items.push({ series, column });
        }
        budget.hold(items.length);
        items.sort(order);
        return items.map(({ series }) => series);
      },
      read: (index, out) => {
        copyColumn((items[index] as Item).column, out);
        budget.release(1);
      },
    },
  };
}

/** NaN comes last in both directions. */
function byValue(direction: 1 | -1): Order {
  return (a, b) => {
    const x = a.column.values[0] as number;
    const y = b.column.values[0] as number;
    if (x !== x) return y !== y ? 0 : 1;
    if (y !== y) return -1;
    return x === y ? 0 : (x < y ? -1 : 1) * direction;
  };
}

function byLabels(names: readonly string[], direction: 1 | -1): Order {
  return ({ series: { labels: a } }, { series: { labels: b } }) => {
    for (const name of names) {
      const x = labelValue(a, name);
      const y = labelValue(b, name);
      if (x !== y) return compareNaturally(x, y) * direction;
    }
    return compareLabels(a, b) * direction;
  };
}

function labelNames(args: Parameters<CallBuilder>[1]): string[] {
  return args.slice(1).map((_, i) => stringArg(args, i + 1));
}
