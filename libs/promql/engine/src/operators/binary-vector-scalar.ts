/** A vector and a scalar: arithmetic, comparison as a filter, comparison with `bool`. */
import type { Binary } from '@chimera/promql-parser';
import type { StepColumn } from '@chimera/tsdb-storage';
import { withoutName } from '../drop-name.ts';
import type { EvalContext, ScalarOperator, VectorOperator } from '../operator.ts';
import { HistogramOperation, withOutcomes } from './binary-histograms.ts';
import { ARITHMETIC, COMPARISON, isArithmetic, isComparison } from './binary-kernels.ts';
import { StepMessages } from './step-messages.ts';

/** A filter keeps the vector's values, on whichever side it stands. */
export function binaryVectorScalar(
  node: Binary,
  vector: VectorOperator,
  scalar: ScalarOperator,
  scalarIsLeft: boolean,
  context: EvalContext,
): VectorOperator {
  const { operator, returnBool } = node;
  const histograms = new HistogramOperation(node, new StepMessages(node, context));
  let scalars: Float64Array;
  const compute = isArithmetic(operator)
    ? arithmetic(ARITHMETIC[operator])
    : isComparison(operator)
      ? comparison(COMPARISON[operator])
      : () => {};

  function arithmetic(kernel: (typeof ARITHMETIC)['+']) {
    return ({ values }: StepColumn) =>
      scalarIsLeft ? kernel(scalars, values, values) : kernel(values, scalars, values);
  }
  function comparison(kernel: (typeof COMPARISON)['==']) {
    const mask = new Uint8Array(context.grid.count);
    return ({ values, present }: StepColumn) => {
      if (returnBool) mask.fill(1);
      const target = returnBool ? mask : present;
      if (scalarIsLeft) kernel(scalars, values, target);
      else kernel(values, scalars, target);
      if (returnBool) values.set(mask);
    };
  }

  return {
    series: async () => {
      const series = await vector.series();
      scalars = await scalar.values();
      if (!isArithmetic(operator) && !returnBool) return series;
      return series.map((output) => withoutName(output, context.options));
    },
    read: (index, out) => {
      vector.read(index, out);
      const numbers = { values: scalars, histograms: null };
      if (!histograms.isNeeded(out, numbers)) {
        compute(out);
        return;
      }
      const outcomes = scalarIsLeft
        ? histograms.evaluate(index, out.present, numbers, out)
        : histograms.evaluate(index, out.present, out, numbers);
      withOutcomes(outcomes, out, () => compute(out));
    },
  };
}
