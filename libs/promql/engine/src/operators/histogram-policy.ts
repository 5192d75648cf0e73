/** What the folding aggregations do about native histograms among their values. */
import type { Aggregation } from '@chimera/promql-parser';
import type { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext } from '../operator.ts';
import { withoutParens } from '../without-parens.ts';
import { removeHistograms } from './column-histograms.ts';
import { HistogramFold } from './fold-histograms.ts';

/** For one group at a time: `begin`, a `take` for each column before it is folded, `end`. */
export type HistogramPolicy = {
  begin(): void;
  /** Leaves only floats in the column. `out` is what was folded before, null: nothing. */
  take(column: StepColumn, out: StepColumn | null, metricName: () => string): void;
  /** `out` holds the results of the floats. */
  end(out: StepColumn): void;
};

export function histogramPolicy(node: Aggregation, context: EvalContext): HistogramPolicy {
  const { operator } = node;
  const { annotations, grid } = context;
  const { position } = withoutParens(node.inner);
  if (operator === 'count' || operator === 'group') {
    return { begin: () => {}, take: (column) => void (column.histograms = null), end: () => {} };
  }
  if (operator === 'sum' || operator === 'avg') {
    let fold: HistogramFold | null = null;
    return {
      begin: () => fold?.begin(),
      take: (column, out, metricName) => {
        if (column.histograms === null) return;
        fold ??= new HistogramFold(operator, grid.count, annotations, position);
        fold.take(column, out === null ? null : out.present, metricName());
      },
      end: (out) => fold?.finish(out),
    };
  }
  return {
    begin: () => {},
    take: (column) => {
      if (removeHistograms(column)) annotations.info(`ignored histogram in ${operator} aggregation`, position);
    },
    end: () => {},
  };
}
