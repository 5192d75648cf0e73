/** What kind of value a node has, where the planner must know before planning it. */
import type { Expr, MatrixSelector, Subquery } from '@chimera/promql-parser';

export function isRangeVector(expr: Expr): expr is MatrixSelector | Subquery {
  return expr.kind === 'matrixSelector' || expr.kind === 'subquery';
}
