/** Aggregation operators: which implementation a node gets, and the ones that fold column by column. */
import type { Aggregation, AggregationOperator } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, VectorOperator } from '../operator.ts';
import type { Operator } from '../plan-types.ts';
import { QueryError } from '../query-error.ts';
import { withoutParens } from '../without-parens.ts';
import { countValues } from './aggregate-count-values.ts';
import { type Group, groupSeries } from './aggregate-groups.ts';
import { limitSeries } from './aggregate-limit.ts';
import { limitRatio } from './aggregate-limit-ratio.ts';
import { aggregateQuantile } from './aggregate-quantile.ts';
import { rank } from './aggregate-rank.ts';
import { moveHistograms, removeHistograms } from './column-histograms.ts';
import type { Fold, FoldFactory } from './fold.ts';
import { averageFold } from './fold-average.ts';
import { countFold, groupFold } from './fold-count.ts';
import { maxFold, minFold } from './fold-extreme.ts';
import { sumFold } from './fold-sum.ts';
import { deviationFold, varianceFold } from './fold-variance.ts';

type FoldOperator = 'sum' | 'avg' | 'count' | 'min' | 'max' | 'group' | 'stddev' | 'stdvar';

const FOLDS: Readonly<Record<FoldOperator, FoldFactory>> = {
  avg: averageFold,
  count: countFold,
  group: groupFold,
  max: maxFold,
  min: minFold,
  stddev: deviationFold,
  stdvar: varianceFold,
  sum: sumFold,
};

/**
 * The operator of an aggregation. `param` is the operator of `node.param`: a scalar for topk, bottomk, quantile, limitk
 * and limit_ratio, a string for count_values, null for the others.
 */
export function aggregate(
  node: Aggregation,
  child: VectorOperator,
  param: Operator | null,
  context: EvalContext,
): VectorOperator {
  const { operator } = node;
  if (isFold(operator)) return foldGroups(node, FOLDS[operator], child, context);
  if (operator === 'count_values') {
    if (param?.kind !== 'string') throw parameterError(operator, 'string');
    return countValues(node, child, param.value, context);
  }
  if (param?.kind !== 'scalar') throw parameterError(operator, 'scalar');
  if (operator === 'quantile') return aggregateQuantile(node, child, param.scalar, context);
  if (operator === 'limit_ratio') return limitRatio(node, child, param.scalar, context);
  if (operator === 'limitk') return limitSeries(node, child, param.scalar, context);
  return rank(node, operator, child, param.scalar, context);
}

function isFold(operator: AggregationOperator): operator is FoldOperator {
  return operator in FOLDS;
}

function parameterError(operator: AggregationOperator, type: string): QueryError {
  return new QueryError('internal', `BUG: ${operator} got no ${type} parameter`);
}

/** Group by group, each column read once and forgotten: the state is a few numbers per step, whatever the groups. */
function foldGroups(
  node: Aggregation,
  makeFold: FoldFactory,
  child: VectorOperator,
  context: EvalContext,
): VectorOperator {
  const { count } = context.grid;
  let groups: readonly Group[] = [];
  let fold: Fold;
  let scratch: StepColumn;
  const histograms = histogramPolicy(node, context);
  return {
    series: async () => {
      groups = groupSeries(await child.series(), { names: node.grouping, without: node.without });
      fold = makeFold(count);
      scratch = new StepColumn(count);
      return groups.map(({ output }) => output);
    },
    read: (index, out) => {
      const { members } = groups[index] as Group;
      histograms.begin();
      child.read(members[0] as number, out);
      histograms.take(out);
      fold.first(out);
      for (let m = 1; m < members.length; m++) {
        context.budget.check();
        child.read(members[m] as number, scratch);
        histograms.take(scratch);
        fold.add(scratch, out);
      }
      fold.finish(out);
      histograms.end(out);
    },
  };
}

type HistogramPolicy = { begin(): void; take(column: StepColumn): void; end(out: StepColumn): void };

/** What an aggregation of floats does about native histograms among its values. */
function histogramPolicy(node: Aggregation, context: EvalContext): HistogramPolicy {
  const { operator } = node;
  const { annotations, grid } = context;
  const { position } = withoutParens(node.inner);
  if (operator === 'count' || operator === 'group') {
    return { begin: () => {}, take: (column) => void (column.histograms = null), end: () => {} };
  }
  if (operator === 'sum' || operator === 'avg') {
    const seen = new Uint8Array(grid.count);
    let any = false;
    return {
      begin: () => {
        if (any) seen.fill(0);
        any = false;
      },
      take: (column) => {
        if (moveHistograms(column, seen)) any = true;
      },
      end: (out) => {
        if (!any) return;
        for (let k = 0; k < grid.count; k++) {
          if (seen[k] === 0 || out.present[k] === 0) continue;
          out.present[k] = 0;
          annotations.warn('encountered a mix of histograms and floats for aggregation', position);
        }
      },
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
