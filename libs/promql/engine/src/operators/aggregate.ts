/** Aggregation operators: which implementation a node gets, and the ones that fold column by column. */
import type { Aggregation, AggregationOperator } from '@chimera/promql-parser';
import { metricName } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import type { Operator } from '../plan-types.ts';
import { QueryError } from '../query-error.ts';
import { countValues } from './aggregate-count-values.ts';
import { type Group, groupSeries } from './aggregate-groups.ts';
import { limitSeries } from './aggregate-limit.ts';
import { limitRatio } from './aggregate-limit-ratio.ts';
import { aggregateQuantile } from './aggregate-quantile.ts';
import { rank } from './aggregate-rank.ts';
import type { Fold, FoldFactory } from './fold.ts';
import { averageFold } from './fold-average.ts';
import { countFold, groupFold } from './fold-count.ts';
import { maxFold, minFold } from './fold-extreme.ts';
import { sumFold } from './fold-sum.ts';
import { deviationFold, varianceFold } from './fold-variance.ts';
import { histogramPolicy } from './histogram-policy.ts';

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
  let inputs: readonly OutputSeries[] = [];
  let groups: readonly Group[] = [];
  let fold: Fold;
  let scratch: StepColumn;
  const histograms = histogramPolicy(node, context);
  return {
    series: async () => {
      inputs = await child.series();
      groups = groupSeries(inputs, { names: node.grouping, without: node.without });
      fold = makeFold(count);
      scratch = new StepColumn(count);
      return groups.map(({ output }) => output);
    },
    read: (index, out) => {
      const { members } = groups[index] as Group;
      let member = members[0] as number;
      const nameOfMember = (): string => metricName((inputs[member] as OutputSeries).labels);
      histograms.begin();
      child.read(member, out);
      histograms.take(out, null, nameOfMember);
      fold.first(out);
      for (let m = 1; m < members.length; m++) {
        context.budget.check();
        member = members[m] as number;
        child.read(member, scratch);
        histograms.take(scratch, out, nameOfMember);
        fold.add(scratch, out);
      }
      fold.finish(out);
      histograms.end(out);
    },
  };
}
