/** Durations in brackets and after `offset`, with the experimental arithmetic. */
import type { Duration, NumberLiteral, Position } from './ast.ts';
import { acceptNumber, positionOf, signed } from './parse-literal.ts';
import type { TokenCursor } from './token-cursor.ts';
import type { Token } from './tokens.ts';

/** While parsing, literals stay numbers of seconds: a sign, or being the whole duration, changes what they become. */
type Operand = NumberLiteral | Exclude<Duration, { readonly kind: 'literal' }>;

type BinarySymbol = '+' | '-' | '*' | '/' | '%' | '^';

const PRECEDENCE: Readonly<Partial<Record<string, number>>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '^': 3 };
const UNARY_PRECEDENCE = 2;

/** The end of Go's durations, in seconds. */
const LIMIT_SECONDS = 2 ** 63 / 1e9;

/** The duration of a range or a step: it must be greater than 0, as far as that is known already. */
export function parsePositiveDuration(cursor: TokenCursor): Duration {
  const operand = parseBinary(cursor, 0);
  if (operand.kind === 'number' && operand.value <= 0) {
    cursor.fail('duration must be greater than 0', operand.position);
  }
  return whole(operand);
}

/**
 * The duration of an offset. Without parentheses it ends early, so that `foo offset -2 ^ 2` is `(foo offset -2) ^ 2`;
 * after `offset (1m)` and `offset --1m` arithmetic goes on, as it does in Prometheus. Such arithmetic is put in
 * parentheses, because it cannot be written without.
 */
export function parseOffsetDuration(cursor: TokenCursor): Duration {
  const { kind } = cursor.peek();
  if (kind === '(') return whole(inParentheses(parseBinary(cursor, 0)));
  if (kind !== '+' && kind !== '-') return whole(parsePrimary(cursor));
  const sign = cursor.take();
  const inner = cursor.peek().kind;
  if (inner === '(') return whole(applySign(cursor, sign, parseParentheses(cursor, false)));
  if (inner !== '+' && inner !== '-') return whole(applySign(cursor, sign, parsePrimary(cursor, sign)));
  const first = applySign(cursor, sign, parseBinary(cursor, UNARY_PRECEDENCE + 1));
  return whole(inParentheses(parseBinaryRest(cursor, first, 0)));
}

function inParentheses(operand: Operand): Operand {
  if (operand.kind !== 'binary' && operand.kind !== 'unary') return operand;
  return { kind: 'paren', inner: operand, position: operand.position };
}

function parseBinary(cursor: TokenCursor, minPrecedence: number): Operand {
  cursor.enter();
  const operand = parseBinaryRest(cursor, parseUnary(cursor), minPrecedence);
  cursor.leave();
  return operand;
}

function parseBinaryRest(cursor: TokenCursor, first: Operand, minPrecedence: number): Operand {
  let left = first;
  for (;;) {
    const token = cursor.peek();
    const precedence = PRECEDENCE[token.kind];
    if (precedence === undefined || precedence < minPrecedence) return left;
    cursor.take();
    // All operators of durations are left-associative but the power.
    const right = parseBinary(cursor, token.kind === '^' ? precedence : precedence + 1);
    requireExpressions(cursor, left.position);
    if ((token.kind === '/' || token.kind === '%') && right.kind === 'number' && right.value === 0) {
      cursor.fail(token.kind === '/' ? 'division by zero' : 'modulo by zero', token);
    }
    left = binary(token.kind as BinarySymbol, left, right, left.position.start, right.position.end);
  }
}

function parseUnary(cursor: TokenCursor): Operand {
  const sign = cursor.accept('-') ?? cursor.accept('+');
  if (sign === null) return parsePrimary(cursor);
  return applySign(cursor, sign, parseBinary(cursor, UNARY_PRECEDENCE + 1));
}

/** `blamed` is where an experimental expression is reported, when not at itself. */
function parsePrimary(cursor: TokenCursor, blamed?: Position): Operand {
  const literal = acceptNumber(cursor);
  if (literal !== null) return inRange(cursor, literal, literal.position);
  const token = cursor.peek();
  switch (token.kind) {
    case '(':
      return parseParentheses(cursor, true);
    case 'step':
    case 'range': {
      cursor.take();
      cursor.expect('(');
      const position = { start: token.start, end: cursor.expect(')').end };
      requireExpressions(cursor, blamed ?? position);
      return { kind: token.kind, position };
    }
    case 'min_of':
    case 'max_of': {
      cursor.take();
      cursor.expect('(');
      const left = parseBinary(cursor, 0);
      cursor.expect(',');
      const right = parseBinary(cursor, 0);
      const { end } = cursor.expect(')');
      requireExpressions(cursor, blamed ?? left.position);
      return binary(token.kind === 'min_of' ? 'min' : 'max', left, right, token.start, end);
    }
    default:
      return cursor.unexpected();
  }
}

/** Parentheses are kept around arithmetic; around a literal, and when doubled, they say nothing. */
function parseParentheses(cursor: TokenCursor, isExpression: boolean): Operand {
  const { start } = cursor.expect('(');
  const inner = parseBinary(cursor, 0);
  const { end } = cursor.expect(')');
  if (isExpression) requireExpressions(cursor, inner.position);
  if (inner.kind === 'number' || inner.kind === 'paren') return inner;
  return { kind: 'paren', inner: part(inner), position: { start, end } };
}

function applySign(cursor: TokenCursor, sign: Token, operand: Operand): Operand {
  if (operand.kind === 'number') return inRange(cursor, signed(sign, operand), sign);
  if (sign.kind === '+') return operand;
  return { kind: 'unary', operator: '-', operand, position: { start: sign.start, end: operand.position.end } };
}

function binary(
  operator: BinarySymbol | 'min' | 'max',
  left: Operand,
  right: Operand,
  start: number,
  end: number,
): Operand {
  return { kind: 'binary', operator, left: part(left), right: part(right), position: { start, end } };
}

function inRange(cursor: TokenCursor, literal: NumberLiteral, at: Position): NumberLiteral {
  if (Math.abs(literal.value) > LIMIT_SECONDS) cursor.fail('duration out of range', at);
  return literal;
}

function requireExpressions(cursor: TokenCursor, position: Position): void {
  if (cursor.options.durationExpressions !== true) {
    cursor.fail('experimental duration expression is not enabled', positionOf(position));
  }
}

/** An operand that is the whole duration: a literal becomes whole milliseconds, as Prometheus rounds and cuts it. */
function whole(operand: Operand): Duration {
  if (operand.kind !== 'number') return operand;
  const ms = Math.trunc(Math.round(operand.value * 1e9) / 1e6);
  return { kind: 'literal', ms: ms === 0 ? 0 : ms, position: operand.position };
}

function part(operand: Operand): Duration {
  if (operand.kind !== 'number') return operand;
  const { value, isDuration, position } = operand;
  if (!isDuration) return { kind: 'literal', ms: value * 1_000, isNumber: true, position };
  return { kind: 'literal', ms: Math.round(value * 1_000), position };
}
