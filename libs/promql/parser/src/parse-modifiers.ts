/** What may follow an expression: ranges, subqueries, `offset`, `@`, `anchored` and `smoothed`. */
import type { AtModifier, Duration, Expr, MatrixSelector, Position, Subquery, VectorSelector } from './ast.ts';
import { parseOffsetDuration, parsePositiveDuration } from './parse-duration.ts';
import { acceptSignedNumber } from './parse-literal.ts';
import type { ErrorContext, TokenCursor } from './token-cursor.ts';
import type { Token } from './tokens.ts';

const IN_BRACKETS: ErrorContext = {
  construct: 'subquery or range selector',
  expected: 'number, duration, step(), or range()',
};
const AFTER_RANGE: ErrorContext = { construct: 'subquery or range', expected: '":" or "]"' };
const IN_STEP: ErrorContext = {
  construct: 'subquery selector',
  expected: 'number, duration, step(), range(), or "]"',
};
const AFTER_STEP: ErrorContext = { construct: 'subquery selector', expected: '"]"' };
const IN_OFFSET: ErrorContext = { construct: 'offset', expected: 'number, duration, step(), or range()' };
const IN_AT: ErrorContext = { construct: '@', expected: 'timestamp' };

const SELECTOR_ONLY = 'modifier must be preceded by an instant vector selector or range vector selector or a subquery';

/** What an offset or `@` can be written on, and the part that it changes. */
type Modifiable = VectorSelector | MatrixSelector | Subquery;

/** Applies all modifiers that follow; each binds tighter than every operator. */
export function parseModifiers(cursor: TokenCursor, first: Expr): Expr {
  let expr = first;
  for (;;) {
    const token = cursor.peek();
    switch (token.kind) {
      case '[':
        expr = parseBrackets(cursor, expr);
        break;
      case 'offset':
        cursor.take();
        expr = withOffset(
          cursor,
          expr,
          cursor.within(IN_OFFSET, () => parseOffsetDuration(cursor)),
        );
        break;
      case '@':
        cursor.take();
        expr = cursor.within(IN_AT, () => parseAt(cursor, expr));
        break;
      case 'anchored':
      case 'smoothed':
        cursor.take();
        expr = withExtension(cursor, expr, token.kind, token);
        break;
      default:
        return expr;
    }
  }
}

function parseBrackets(cursor: TokenCursor, expr: Expr): MatrixSelector | Subquery {
  const open = cursor.take();
  const range = cursor.within(IN_BRACKETS, () => parsePositiveDuration(cursor));
  if (cursor.accept(':') !== null) {
    const step = cursor.peek().kind === ']' ? null : cursor.within(IN_STEP, () => parsePositiveDuration(cursor));
    const { end } = cursor.expect(']', step === null ? IN_STEP : AFTER_STEP);
    const position = { start: expr.position.start, end };
    return { kind: 'subquery', inner: expr, range, step, offset: null, at: null, position };
  }
  const { end } = cursor.expect(']', AFTER_RANGE);
  const brackets = { start: open.start, end };
  if (expr.kind !== 'vectorSelector') return cursor.fail('ranges only allowed for vector selectors', brackets);
  if (expr.offset?.kind === 'literal') cursor.fail('no offset modifiers allowed before range', brackets);
  if (expr.at?.kind === 'timestamp') cursor.fail('no @ modifiers allowed before range', brackets);
  return { kind: 'matrixSelector', selector: expr, range, position: { start: expr.position.start, end } };
}

function withOffset(cursor: TokenCursor, expr: Expr, offset: Duration): Expr {
  const target = modifiable(cursor, expr, 'offset');
  if (offsetOf(target) !== null) cursor.fail('offset may not be set multiple times', expr.position);
  // An offset of zero is none: a second one may follow.
  const value = offset.kind === 'literal' && offset.ms === 0 ? null : offset;
  return changed(target, { offset: value }, cursor.lastEnd);
}

function parseAt(cursor: TokenCursor, expr: Expr): Expr {
  const { kind } = cursor.peek();
  let at: AtModifier;
  if (kind === 'start' || kind === 'end') {
    cursor.take();
    cursor.expect('(');
    cursor.expect(')');
    at = { kind };
  } else {
    const seconds = acceptSignedNumber(cursor)?.value ?? cursor.unexpected();
    if (!Number.isFinite(seconds) || Math.abs(seconds) >= 2 ** 63) {
      const shown = Number.isFinite(seconds) ? BigInt(seconds).toString().concat('.000000') : goInfinity(seconds);
      cursor.fail(`timestamp out of bounds for @ modifier: ${shown}`, expr.position);
    }
    at = { kind: 'timestamp', timestampMs: roundHalfAway(seconds * 1_000) };
  }
  const target = modifiable(cursor, expr, '@');
  if (atOf(target) !== null) cursor.fail('@ <timestamp> may not be set multiple times', expr.position);
  return changed(target, { at }, cursor.lastEnd);
}

function withExtension(cursor: TokenCursor, expr: Expr, extension: 'anchored' | 'smoothed', token: Token): Expr {
  if (cursor.options.extendedRangeSelectors !== true) {
    cursor.fail(`${extension} modifier is experimental and not enabled`, expr.position);
  }
  if (expr.kind === 'subquery') cursor.fail(`${extension} modifier is not supported for subqueries`, expr.position);
  if (expr.kind !== 'vectorSelector' && expr.kind !== 'matrixSelector') {
    return cursor.fail(`${extension} modifier not implemented`, expr.position);
  }
  const selector = expr.kind === 'matrixSelector' ? expr.selector : expr;
  if (selector.extension !== null && selector.extension !== extension) {
    cursor.fail('anchored and smoothed modifiers cannot be used together', expr.position);
  }
  return changed(expr, { extension }, token.end);
}

function modifiable(cursor: TokenCursor, expr: Expr, modifier: string): Modifiable {
  if (expr.kind === 'vectorSelector' || expr.kind === 'matrixSelector' || expr.kind === 'subquery') return expr;
  return cursor.fail(`${modifier} ${SELECTOR_ONLY}`, expr.position);
}

function offsetOf(target: Modifiable): Duration | null {
  return target.kind === 'matrixSelector' ? target.selector.offset : target.offset;
}

function atOf(target: Modifiable): AtModifier | null {
  return target.kind === 'matrixSelector' ? target.selector.at : target.at;
}

type Change = { offset?: Duration | null; at?: AtModifier; extension?: 'anchored' | 'smoothed' };

/** The expression with modifiers changed and its position ended at `end`; a matrix keeps them on its selector. */
function changed(target: Modifiable, change: Change, end: number): Expr {
  const position: Position = { start: target.position.start, end };
  if (target.kind === 'matrixSelector') return { ...target, selector: { ...target.selector, ...change }, position };
  if (target.kind === 'vectorSelector') return { ...target, ...change, position };
  const { offset = target.offset, at = target.at } = change;
  return { ...target, offset, at, position };
}

function roundHalfAway(value: number): number {
  const rounded = Math.sign(value) * Math.round(Math.abs(value));
  return rounded === 0 ? 0 : rounded;
}

function goInfinity(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
