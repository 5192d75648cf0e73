/** Two vectors: which implementation an operator gets. */
import type { Binary } from '@chimera/promql-parser';
import type { EvalContext, VectorOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';
import { joinVectors } from './binary-join.ts';
import { intersectVectors, subtractVectors, uniteVectors } from './binary-sets.ts';
import { uniqueSeries } from './unique-series.ts';

export function binaryVectors(
  node: Binary,
  left: VectorOperator,
  right: VectorOperator,
  context: EvalContext,
): VectorOperator {
  const { matching, operator } = node;
  if (matching === null) throw new QueryError('internal', 'BUG: two vectors without vector matching');
  switch (operator) {
    case 'and':
      return intersectVectors(matching, left, right, context);
    case 'or':
      return uniqueSeries(uniteVectors(matching, left, right, context), 'step');
    case 'unless':
      return subtractVectors(matching, left, right, context);
    default:
      // Series of different signatures, or different names, may give the same labels.
      return uniqueSeries(joinVectors(node, matching, left, right, context), 'step');
  }
}
