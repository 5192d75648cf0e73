/** In which order the parts of an expression are evaluated, told by where in the source an annotation points to. */
import { children, type Expr, type Position } from '@chimera/promql-parser';

/**
 * A number that grows in order of evaluation: operands from left to right, then what is made of them. An annotation
 * comes from the innermost call, aggregation or operator around its position.
 */
export function evaluationOrder(root: Expr, position: Position): number {
  let next = 0;
  let found: number | null = null;
  const visit = (node: Expr): void => {
    for (const child of children(node)) visit(child);
    next++;
    if (found === null && evaluates(node) && contains(node.position, position)) found = next;
  };
  visit(root);
  return found ?? next;
}

/** Also selectors: those with `smoothed` have something to say. */
function evaluates({ kind }: Expr): boolean {
  return (
    kind === 'vectorSelector' || kind === 'call' || kind === 'aggregation' || kind === 'binary' || kind === 'unary'
  );
}

function contains(outer: Position, inner: Position): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
