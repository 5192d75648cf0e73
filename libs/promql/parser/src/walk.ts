/** Walking and rewriting syntax trees. */
import type { Expr, MatrixSelector, Subquery, VectorSelector } from './ast.ts';

/** The expressions directly inside; a matrix selector has its vector selector, an aggregation its parameter last. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vectorSelector':
      return [];
    case 'matrixSelector':
      return [expr.selector];
    case 'call':
      return expr.args;
    case 'binary':
      return [expr.left, expr.right];
    case 'aggregation':
      return expr.param === null ? [expr.inner] : [expr.inner, expr.param];
    case 'subquery':
    case 'unary':
    case 'paren':
      return [expr.inner];
  }
}

/** Visits the expression and all inside, parents first. `path` holds the parents, outermost first. */
export function walk(expr: Expr, visit: (expr: Expr, path: readonly Expr[]) => void): void {
  const path: Expr[] = [];
  const step = (node: Expr): void => {
    visit(node, path);
    path.push(node);
    for (const child of children(node)) step(child);
    path.pop();
  };
  step(expr);
}

/** A new tree with each expression replaced by what `replace` makes of it, innermost first. Positions stay. */
export function mapExpr(expr: Expr, replace: (expr: Expr) => Expr): Expr {
  return replace(mapChildren(expr, (child) => mapExpr(child, replace)));
}

function mapChildren(expr: Expr, map: (child: Expr) => Expr): Expr {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vectorSelector':
      return expr;
    case 'matrixSelector': {
      const selector = map(expr.selector);
      return selector.kind === 'vectorSelector' ? { ...expr, selector } : expr;
    }
    case 'call':
      return { ...expr, args: expr.args.map(map) };
    case 'binary':
      return { ...expr, left: map(expr.left), right: map(expr.right) };
    case 'aggregation':
      return { ...expr, inner: map(expr.inner), param: expr.param === null ? null : map(expr.param) };
    case 'subquery':
    case 'unary':
    case 'paren':
      return { ...expr, inner: map(expr.inner) };
  }
}

/** Everything inside that reads storage or re-evaluates: vector selectors, matrix selectors, subqueries. */
export function selectorsOf(expr: Expr): (VectorSelector | MatrixSelector | Subquery)[] {
  const found: (VectorSelector | MatrixSelector | Subquery)[] = [];
  walk(expr, (node, path) => {
    if (node.kind === 'matrixSelector' || node.kind === 'subquery') found.push(node);
    else if (node.kind === 'vectorSelector' && path.at(-1)?.kind !== 'matrixSelector') found.push(node);
  });
  return found;
}

/** All vector selectors inside, those of matrix selectors included. */
export function metricSelectorsIn(expr: Expr): VectorSelector[] {
  const found: VectorSelector[] = [];
  walk(expr, (node) => {
    if (node.kind === 'vectorSelector') found.push(node);
  });
  return found;
}
