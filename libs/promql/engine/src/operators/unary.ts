/** The signs. */
import type { Unary } from '@chimera/promql-parser';
import type { StepColumn } from '@chimera/tsdb-storage';
import { withoutName } from '../drop-name.ts';
import type { EvalContext, VectorOperator } from '../operator.ts';
import type { Operator } from '../plan-types.ts';
import { QueryError } from '../query-error.ts';
import { removeHistograms } from './column-histograms.ts';

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
      // The negative of a native histogram comes with the arithmetic of histograms.
      removeHistograms(out);
      negated(out.values);
    },
  };
}

function negated(values: Float64Array): Float64Array {
  for (let k = 0; k < values.length; k++) values[k] = -(values[k] as number);
  return values;
}
