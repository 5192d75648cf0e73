/** Syntax trees to text over several lines, as Prometheus' `format_query` does. */
import type { Expr } from './ast.ts';
import { utf8Length } from './line-column.ts';
import { isDurationOperator, printAggregationHead, printBefore, printOperator, printSubquerySuffix } from './print.ts';

const MAX_LINE_BYTES = 100;

/** The expression, with everything longer than 100 bytes split and indented by two spaces a level. */
export function prettyPrint(expr: Expr): string {
  return pretty(expr, 0, false);
}

/** `arithmetic`: whether an operator follows that an open offset would swallow, as in the printer. */
function pretty(expr: Expr, level: number, arithmetic: boolean): string {
  const margin = '  '.repeat(level);
  if (expr.kind === 'unary') return `${margin}${expr.operator}${pretty(expr.inner, level, arithmetic).trim()}`;
  const line = printBefore(expr, arithmetic);
  if (utf8Length(line) <= MAX_LINE_BYTES) return expr.kind === 'subquery' ? line : `${margin}${line}`;
  const inside = (child: Expr): string => pretty(child, level + 1, false);
  switch (expr.kind) {
    case 'aggregation': {
      const args = expr.param === null ? [expr.inner] : [expr.param, expr.inner];
      return `${margin}${printAggregationHead(expr)}(\n${args.map(inside).join(',\n')}\n${margin})`;
    }
    case 'call':
      return `${margin}${expr.func}(\n${expr.args.map(inside).join(',\n')}\n${margin})`;
    case 'binary': {
      const left = pretty(expr.left, level + 1, isDurationOperator(expr));
      return `${left}\n${margin}${printOperator(expr)}\n${pretty(expr.right, level + 1, arithmetic)}`;
    }
    case 'paren':
      return `${margin}(\n${inside(expr.inner)}\n${margin})`;
    case 'subquery':
      return `${pretty(expr.inner, level, false)}${printSubquerySuffix(expr, arithmetic)}`;
    default:
      return `${margin}${line}`;
  }
}
