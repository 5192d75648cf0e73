/** Number, duration and string literals. */
import type { NumberLiteral, Position, StringLiteral } from './ast.ts';
import { parseDurationText } from './duration-text.ts';
import { parseNumberText } from './number-text.ts';
import type { TokenCursor } from './token-cursor.ts';
import type { Token } from './tokens.ts';
import { unquote } from './unquote.ts';

/** The next token as a number, when it is one: `5`, `0x1f`, `Inf`, or a duration such as `5m` (300). */
export function acceptNumber(cursor: TokenCursor): NumberLiteral | null {
  const { kind } = cursor.peek();
  if (kind !== 'number' && kind !== 'duration') return null;
  const token = cursor.take();
  const isDuration = kind === 'duration';
  const value = isDuration
    ? cursor.convert(token, '', parseDurationText) / 1_000
    : cursor.convert(token, 'error parsing number: ', parseNumberText);
  return { kind: 'number', value, isDuration, position: positionOf(token) };
}

/** A number with an optional sign before it, folded into one literal. */
export function acceptSignedNumber(cursor: TokenCursor): NumberLiteral | null {
  const sign = cursor.accept('-') ?? cursor.accept('+');
  const literal = acceptNumber(cursor);
  if (sign === null) return literal;
  return literal === null ? cursor.unexpected() : signed(sign, literal);
}

/** The literal with the sign applied and its position widened. */
export function signed(sign: Token, literal: NumberLiteral): NumberLiteral {
  const value = sign.kind === '-' ? -literal.value : literal.value;
  return { ...literal, value, position: { start: sign.start, end: literal.position.end } };
}

export function stringLiteral(token: Token): StringLiteral {
  return { kind: 'string', value: unquote(token.text), position: positionOf(token) };
}

export function positionOf({ start, end }: Position): Position {
  return { start, end };
}
