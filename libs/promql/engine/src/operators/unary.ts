/** The signs. */
import type { Unary } from '@chimera/promql-parser';
import { type Histogram, multiplyHistogram } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import { withoutName } from '../drop-name.ts';
import type { EvalContext, VectorOperator } from '../operator.ts';
import type { Operator } from '../plan-types.ts';
import { QueryError } from '../query-error.ts';

/** `+` changes nothing; `-` negates, and removes the name of a vector's series. */
export function unary(node: Unary, operand: Operator, context: EvalContext): Operator {
  if (node.operator === '+') return operand;
  if (operand.kind === 'vector') return { kind: 'vector', vector: negatedVector(operand.vector, context) };
  if (operand.kind === 'scalar') {
    const { scalar } = operand;
    return { kind: 'scalar', scalar: { values: async () => negated(await scalar.values()) } };
  }
  throw new QueryError('internal', 'BUG: a sign before a string');
}

function negatedVector(vector: VectorOperator, context: EvalContext): VectorOperator {
  return {
    series: async () => (await vector.series()).map((output) => withoutName(output, context.options)),
    read: (index: number, out: StepColumn) => {
      vector.read(index, out);
      negated(out.values);
      if (out.histograms !== null) out.histograms = out.histograms.map(negatedHistogram);
    },
  };
}

function negated(values: Float64Array): Float64Array {
  for (let k = 0; k < values.length; k++) values[k] = -(values[k] as number);
  return values;
}

/** Of steps that are absent too: it does no harm. */
function negatedHistogram(histogram: Histogram | null): Histogram | null {
  return histogram === null ? null : multiplyHistogram(histogram, -1);
}
