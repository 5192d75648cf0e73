/** Parentheses around arguments and operands say nothing to the evaluator, and positions are those of the inside. */
import type { Expr } from '@chimera/promql-parser';

export function withoutParens(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.inner;
  return inner;
}
