/** Syntax trees to text, in the normal form that Prometheus prints. */
import { formatFloat, formatFloatPlain, type Matcher, METRIC_NAME } from '@chimera/tsdb-model';
import type {
  Aggregation,
  AtModifier,
  Binary,
  Duration,
  Expr,
  MatrixSelector,
  NumberLiteral,
  Subquery,
  VectorSelector,
} from './ast.ts';
import { formatDuration } from './duration-text.ts';
import { quote } from './quote.ts';

/**
 * The expression on one line, as Prometheus' `Expr.String()`. Parsing it again gives the same tree but for positions;
 * that takes a sign in `a offset +(1m) * 2`, where Prometheus prints a query of another meaning.
 */
export function print(expr: Expr): string {
  return printBefore(expr, false);
}

/** {@link print} for a place where an arithmetic operator follows, which an offset in parentheses would swallow. */
export function printBefore(expr: Expr, arithmetic: boolean): string {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr);
    case 'string':
      return quote(expr.value);
    case 'vectorSelector':
      return printSelector(expr, arithmetic);
    case 'matrixSelector':
      return printMatrix(expr, arithmetic);
    case 'subquery':
      return `${print(expr.inner)}${printSubquerySuffix(expr, arithmetic)}`;
    case 'call':
      return `${expr.func}(${expr.args.map(print).join(', ')})`;
    case 'aggregation': {
      const args = expr.param === null ? [expr.inner] : [expr.param, expr.inner];
      return `${printAggregationHead(expr)}(${args.map(print).join(', ')})`;
    }
    case 'binary': {
      const first = printBefore(expr.left, isDurationOperator(expr));
      // The sign of +Inf would bind looser than the power.
      const left = expr.operator === '^' ? first.replace(/^\+Inf$/, 'Inf') : first;
      return `${left} ${printOperator(expr)} ${printBefore(expr.right, arithmetic)}`;
    }
    case 'unary':
      return `${expr.operator}${printBefore(expr.inner, arithmetic)}`;
    case 'paren':
      return `(${print(expr.inner)})`;
  }
}

/** Whether the operator could also continue a duration. */
export function isDurationOperator({ operator }: Binary): boolean {
  return '+-*/%^'.includes(operator);
}

/** `sum by (a, b) `, `sum without () ` or `sum`. */
export function printAggregationHead({ operator, grouping, without }: Aggregation): string {
  if (without) return `${operator} without (${printLabels(grouping)}) `;
  return grouping.length > 0 ? `${operator} by (${printLabels(grouping)}) ` : operator;
}

/** The operator with its modifiers: `== bool on (a) group_left (b)`. */
export function printOperator({ operator, returnBool, matching }: Binary): string {
  let text = returnBool ? `${operator} bool` : operator;
  if (matching === null) return text;
  const { cardinality, on, labels, include, fillLeft, fillRight } = matching;
  const isGrouped = cardinality === 'many-to-one' || cardinality === 'one-to-many';
  if (labels.length > 0 || on || isGrouped) text += ` ${on ? 'on' : 'ignoring'} (${printLabels(labels)})`;
  if (isGrouped) text += ` group_${cardinality === 'many-to-one' ? 'left' : 'right'} (${printLabels(include)})`;
  if (fillLeft !== null && fillLeft === fillRight) return `${text} fill (${formatFloat(fillLeft)})`;
  if (fillLeft !== null) text += ` fill_left (${formatFloat(fillLeft)})`;
  if (fillRight !== null) text += ` fill_right (${formatFloat(fillRight)})`;
  return text;
}

/** What follows a subquery's expression: `[5m:1m] @ 10.000 offset 1m`. */
export function printSubquerySuffix({ range, step, at, offset }: Subquery, arithmetic: boolean): string {
  const brackets = `[${printDuration(range)}:${step === null ? '' : printDuration(step)}]`;
  return `${brackets}${printAt(at)}${printOffset(offset, arithmetic)}`;
}

function printMatrix({ selector, range }: MatrixSelector, arithmetic: boolean): string {
  const { at, offset, extension } = selector;
  const bare = printSelector({ ...selector, at: null, offset: null, extension: null }, false);
  const modifiers = `${printExtension(extension)}${printAt(at)}${printOffset(offset, arithmetic)}`;
  return `${bare}[${printDuration(range)}]${modifiers}`;
}

function printSelector({ name, matchers, at, offset, extension }: VectorSelector, arithmetic: boolean): string {
  const shown = matchers
    .filter((matcher) => matcher.name !== METRIC_NAME || matcher.type !== '=' || matcher.value !== name || name === '')
    .map(printMatcher)
    .sort();
  const braces = shown.length > 0 ? `{${shown.join(',')}}` : '';
  return `${name}${braces}${printAt(at)}${printExtension(extension)}${printOffset(offset, arithmetic)}`;
}

function printMatcher({ name, type, value }: Matcher): string {
  return `${printLabel(name)}${type}${quote(value)}`;
}

function printLabels(labels: readonly string[]): string {
  return labels.map(printLabel).join(', ');
}

function printLabel(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : quote(name);
}

function printNumber({ value, isDuration }: NumberLiteral): string {
  return isDuration ? formatDuration(Math.round(value * 1_000)) : formatFloatPlain(value);
}

function printAt(at: AtModifier | null): string {
  if (at === null) return '';
  return at.kind === 'timestamp' ? ` @ ${(at.timestampMs / 1_000).toFixed(3)}` : ` @ ${at.kind}()`;
}

function printExtension(extension: VectorSelector['extension']): string {
  return extension === null ? '' : ` ${extension}`;
}

function printOffset(offset: Duration | null, arithmetic: boolean): string {
  if (offset === null || (offset.kind === 'literal' && offset.ms === 0)) return '';
  return ` offset ${arithmetic && offset.kind === 'paren' ? '+' : ''}${printDuration(offset)}`;
}

/** A duration as a range, a step or an offset writes it: `5m`, `-1h`, `(step() + 1)`. */
export function printDuration(duration: Duration): string {
  switch (duration.kind) {
    case 'literal':
      return duration.isNumber ? formatFloatPlain(duration.ms / 1_000) : formatDuration(duration.ms);
    case 'step':
    case 'range':
      return `${duration.kind}()`;
    case 'unary':
      return `${duration.operator === '-' ? '-' : ''}${printDuration(duration.operand)}`;
    case 'paren':
      return `(${printDuration(duration.inner)})`;
    case 'binary': {
      const { operator } = duration;
      const left = printDuration(duration.left);
      const right = printDuration(duration.right);
      if (operator === 'min' || operator === 'max') return `${operator}_of(${left}, ${right})`;
      return `${left} ${operator} ${right}`;
    }
  }
}
