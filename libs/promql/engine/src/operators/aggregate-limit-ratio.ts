/** `limit_ratio(r, v)`: a share of the input series, chosen by a hash of their labels. */
import type { Aggregation } from '@chimera/promql-parser';
import { formatFloat, type Labels } from '@chimera/tsdb-model';
import type { EvalContext, OutputSeries, ScalarOperator, VectorOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';
import { withoutParens } from '../without-parens.ts';
import { readForEffect } from './fully-read.ts';
import { labelsHash } from './labels-hash.ts';
import { extremesOf } from './parameter-extremes.ts';

/** r and -(1 - r) select complementary sets; the grouping does not matter. */
export function limitRatio(
  node: Aggregation,
  child: VectorOperator,
  param: ScalarOperator,
  context: EvalContext,
): VectorOperator {
  const { annotations } = context;
  let inputs: readonly OutputSeries[] = [];
  let ratios: Float64Array;

  const warnOfRange = (ratio: number, limit: number): void =>
    annotations.warn(
      `ratio value should be between -1 and 1, got ${formatFloat(ratio)}, capping to ${limit}`,
      node.param === null ? null : withoutParens(node.param).position,
    );

  return {
    series: async () => {
      ratios = await param.values();
      inputs = await child.series();
      const { anyNan, max, min } = extremesOf(ratios);
      if (max === 0 && min === 0) {
        readForEffect(child, inputs.length, context);
        return [];
      }
      if (anyNan) throw new QueryError('execution', 'Ratio value is NaN');
      if (max > 1) warnOfRange(max, 1);
      if (min < -1) warnOfRange(min, -1);
      return inputs;
    },
    read: (index, out) => {
      child.read(index, out);
      const offset = labelsOffset((inputs[index] as OutputSeries).labels);
      for (let k = 0; k < out.count; k++) {
        const ratio = ratios[k] as number;
        if (!(ratio >= 0 ? offset < ratio : offset >= 1 + ratio)) out.present[k] = 0;
      }
    },
  };
}

/** A place in [0, 1] that depends on the labels only, the same as in a Prometheus server. */
function labelsOffset(labels: Labels): number {
  return Number(labelsHash(labels)) / 2 ** 64;
}
