/** Two scalars: arithmetic, or a comparison with `bool`. */
import type { Binary } from '@chimera/promql-parser';
import type { EvalContext, ScalarOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';
import { ARITHMETIC, COMPARISON, isArithmetic, isComparison } from './binary-kernels.ts';

export function binaryScalars(
  node: Binary,
  left: ScalarOperator,
  right: ScalarOperator,
  _context: EvalContext,
): ScalarOperator {
  const { operator } = node;
  return {
    values: async () => {
      const l = await left.values();
      const r = await right.values();
      if (isArithmetic(operator)) {
        ARITHMETIC[operator](l, r, l);
        return l;
      }
      if (!isComparison(operator)) {
        throw new QueryError('execution', `operator "${operator}" not allowed for Scalar operations`);
      }
      const mask = new Uint8Array(l.length).fill(1);
      COMPARISON[operator](l, r, mask);
      return Float64Array.from(mask);
    },
  };
}
