/** Expressions: a Pratt parser over the table of binary operators. */
import { METRIC_NAME } from '@chimera/tsdb-model';
import type { Binary, Expr, NumberLiteral, VectorMatching, VectorSelector } from './ast.ts';
import { BINARY_OPERATORS, UNARY_PRECEDENCE } from './operators.ts';
import { parseAggregation, parseCall } from './parse-call.ts';
import { parseGroupingLabels, parseMatchers } from './parse-labels.ts';
import { acceptNumber, acceptSignedNumber, signed, stringLiteral } from './parse-literal.ts';
import { parseModifiers } from './parse-modifiers.ts';
import type { TokenCursor } from './token-cursor.ts';
import { isAggregator, isMetricName, startsExpression, type Token } from './tokens.ts';

/** Parses one expression, up to a token that cannot continue it. Types are not checked yet. */
export function parseExpression(cursor: TokenCursor): Expr {
  return parseBinary(cursor, 0);
}

function parseBinary(cursor: TokenCursor, minPrecedence: number): Expr {
  cursor.enter();
  let left = parseUnary(cursor);
  for (;;) {
    const operator = BINARY_OPERATORS.get(cursor.peek().kind);
    if (operator === undefined || operator.precedence < minPrecedence) break;
    cursor.take();
    const { returnBool, matching } = parseBinaryModifiers(cursor);
    const right = parseBinary(cursor, operator.rightAssociative ? operator.precedence : operator.precedence + 1);
    const position = { start: left.position.start, end: right.position.end };
    if (hasFill(matching) && cursor.options.binopFillModifiers !== true) {
      cursor.fail('binop fill modifiers are experimental and not enabled', position);
    }
    left = { kind: 'binary', operator: operator.name, left, right, returnBool, matching, position };
  }
  cursor.leave();
  return left;
}

function parseUnary(cursor: TokenCursor): Expr {
  const sign = cursor.accept('-') ?? cursor.accept('+');
  if (sign === null) return parseModifiers(cursor, parsePrimary(cursor));
  const inner = parseBinary(cursor, UNARY_PRECEDENCE + 1);
  if (inner.kind === 'number') return signed(sign, inner);
  const position = { start: sign.start, end: inner.position.end };
  return { kind: 'unary', operator: sign.kind as '+' | '-', inner, position };
}

function parsePrimary(cursor: TokenCursor): Expr {
  const number = acceptNumber(cursor);
  if (number !== null) return number;
  const token = cursor.peek();
  switch (token.kind) {
    case 'string':
      return stringLiteral(cursor.take());
    case '(': {
      cursor.take();
      const inner = parseExpression(cursor);
      return { kind: 'paren', inner, position: { start: token.start, end: cursor.expect(')').end } };
    }
    case '{':
      return parseVectorSelector(cursor);
    default:
  }
  if (!isMetricName(token)) return cursor.unexpected();
  cursor.take();
  const following = cursor.peek().kind;
  if (isAggregator(token) && (following === '(' || following === 'by' || following === 'without')) {
    return parseAggregation(cursor, token, parseExpression);
  }
  if (following === '(' && isFunctionName(token)) return parseCall(cursor, token, parseExpression);
  return finishSelector(cursor, token);
}

const FUNCTION_KEYWORDS: ReadonlySet<string> = new Set(['start', 'end', 'step', 'range', 'min_of', 'max_of']);

function isFunctionName({ kind }: Token): boolean {
  return kind === 'identifier' || FUNCTION_KEYWORDS.has(kind);
}

/** A vector selector without modifiers: `name`, `name{...}` or `{...}`. */
export function parseVectorSelector(cursor: TokenCursor): VectorSelector {
  const token = cursor.peek();
  if (token.kind === '{') return finishSelector(cursor, null);
  if (!isMetricName(token)) return cursor.unexpected();
  return finishSelector(cursor, cursor.take());
}

function finishSelector(cursor: TokenCursor, name: Token | null): VectorSelector {
  const brace = cursor.peek();
  const matchers = brace.kind === '{' ? parseMatchers(cursor) : [];
  if (name !== null) matchers.push({ name: METRIC_NAME, type: '=', value: name.text });
  return {
    kind: 'vectorSelector',
    name: name?.text ?? '',
    matchers,
    offset: null,
    at: null,
    extension: null,
    position: { start: name?.start ?? brace.start, end: cursor.lastEnd },
  };
}

/** `bool`, then `on` or `ignoring`, then `group_left` or `group_right`, then `fill`, each optional. */
function parseBinaryModifiers(cursor: TokenCursor): { returnBool: boolean; matching: VectorMatching } {
  const returnBool = cursor.accept('bool') !== null;
  const by = cursor.accept('on') ?? cursor.accept('ignoring');
  const labels = by === null ? [] : parseGroupingLabels(cursor);
  const group = by === null ? null : (cursor.accept('group_left') ?? cursor.accept('group_right'));
  const include = group === null ? [] : parseIncludedLabels(cursor);
  return {
    returnBool,
    matching: {
      cardinality: group === null ? 'one-to-one' : group.kind === 'group_left' ? 'many-to-one' : 'one-to-many',
      on: by?.kind === 'on',
      labels,
      include,
      ...parseFill(cursor),
    },
  };
}

/** The labels of `group_left`, which may be left out where the right side follows directly. */
function parseIncludedLabels(cursor: TokenCursor): string[] {
  const token = cursor.peek();
  return token.kind !== '(' && startsExpression(token) ? [] : parseGroupingLabels(cursor);
}

function parseFill(cursor: TokenCursor): Pick<VectorMatching, 'fillLeft' | 'fillRight'> {
  if (cursor.accept('fill') !== null) {
    const value = parseFillValue(cursor);
    return { fillLeft: value, fillRight: value };
  }
  let fillLeft = cursor.accept('fill_left') === null ? null : parseFillValue(cursor);
  const fillRight = cursor.accept('fill_right') === null ? null : parseFillValue(cursor);
  if (fillLeft === null && fillRight !== null && cursor.accept('fill_left') !== null) {
    fillLeft = parseFillValue(cursor);
  }
  return { fillLeft, fillRight };
}

function parseFillValue(cursor: TokenCursor): number {
  cursor.expect('(');
  const literal: NumberLiteral = acceptSignedNumber(cursor) ?? cursor.unexpected();
  cursor.expect(')');
  return literal.value;
}

function hasFill(matching: Binary['matching']): boolean {
  return matching !== null && (matching.fillLeft !== null || matching.fillRight !== null);
}
