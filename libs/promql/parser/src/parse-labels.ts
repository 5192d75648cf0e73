/** What stands in braces and in label lists: matchers, metric labels, grouping labels. */
import {
  compileMatcher,
  type Labels,
  labelsFrom,
  type Matcher,
  type MatchType,
  METRIC_NAME,
} from '@chimera/tsdb-model';
import type { Position } from './ast.ts';
import { quote } from './quote.ts';
import type { TokenCursor } from './token-cursor.ts';
import { isGroupingLabel, isMetricName, type Token, type TokenKind } from './tokens.ts';
import { unquote } from './unquote.ts';

const MATCH_TYPES: ReadonlySet<TokenKind> = new Set<TokenKind>(['=', '!=', '=~', '!~']);

/** `{label="value", "metric.name", ...}`, the opening brace next; matchers in the order written. */
export function parseMatchers(cursor: TokenCursor): Matcher[] {
  return parseBraces(cursor, 'label matching', parseMatcher);
}

function parseMatcher(cursor: TokenCursor): Matcher {
  const name = parseLabelName(cursor, 'label matching');
  if (!MATCH_TYPES.has(cursor.peek().kind)) {
    if (name.kind === 'string') return { name: METRIC_NAME, type: '=', value: unquote(name.text) };
    cursor.unexpected({ construct: 'label matching', expected: 'label matching operator' });
  }
  const type = cursor.take().kind as MatchType;
  const value = cursor.expect('string', { construct: 'label matching', expected: 'string' });
  const matcher = { name: nameOf(name), type, value: unquote(value.text) };
  if (type === '=~' || type === '!~') checkRegex(cursor, matcher, { start: name.start, end: value.end });
  return matcher;
}

function checkRegex(cursor: TokenCursor, matcher: Matcher, position: Position): void {
  const broken = /[\ud800-\udfff]/u.exec(matcher.value);
  if (broken !== null) {
    cursor.fail(
      `error parsing regexp: invalid UTF-8: \`${matcher.value.slice(broken.index).toWellFormed()}\``,
      position,
    );
  }
  try {
    compileMatcher(matcher);
  } catch (error) {
    cursor.fail(error instanceof Error ? error.message : String(error), position);
  }
}

/** `name{label="value", ...}` as a series writes its labels; either part may be missing. */
export function parseMetricLabels(cursor: TokenCursor): Labels {
  const name = isMetricName(cursor.peek()) ? cursor.take().text : null;
  const pairs = cursor.peek().kind === '{' ? parseBraces(cursor, 'label set', parseLabel) : [];
  if (name !== null) pairs.push([METRIC_NAME, name]);
  return labelsFrom(pairs);
}

function parseLabel(cursor: TokenCursor): [string, string] {
  const name = parseLabelName(cursor, 'label set');
  if (name.kind === 'string' && cursor.peek().kind !== '=') return [METRIC_NAME, unquote(name.text)];
  cursor.expect('=', { construct: 'label set', expected: '"="' });
  const value = cursor.expect('string', { construct: 'label set', expected: 'string' });
  return [nameOf(name), unquote(value.text)];
}

function parseLabelName(cursor: TokenCursor, construct: string): Token {
  const { kind } = cursor.peek();
  if (kind !== 'identifier' && kind !== 'string') cursor.unexpected({ construct, expected: 'identifier or "}"' });
  return cursor.take();
}

function nameOf(token: Token): string {
  return token.kind === 'string' ? unquote(token.text) : token.text;
}

function parseBraces<T>(cursor: TokenCursor, construct: string, parseItem: (cursor: TokenCursor) => T): T[] {
  cursor.expect('{');
  const items: T[] = [];
  while (cursor.accept('}') === null) {
    items.push(parseItem(cursor));
    if (cursor.accept(',') === null && cursor.peek().kind !== '}') {
      cursor.unexpected({ construct, expected: '"," or "}"' });
    }
  }
  return items;
}

/** `(a, "b.c", sum)`: the labels of `by`, `on`, `group_left` and their kin. */
export function parseGroupingLabels(cursor: TokenCursor): string[] {
  const construct = 'grouping opts';
  cursor.expect('(', { construct, expected: '"("' });
  const labels: string[] = [];
  while (cursor.accept(')') === null) {
    const token = cursor.peek();
    if (token.kind !== 'string' && !isGroupingLabel(token)) cursor.unexpected({ construct, expected: 'label' });
    cursor.take();
    const label = nameOf(token);
    if (label === '' || !label.isWellFormed()) cursor.fail(`invalid label name for grouping: ${quote(label)}`, token);
    labels.push(label);
    if (cursor.accept(',') === null && cursor.peek().kind !== ')') {
      cursor.unexpected({ construct, expected: '"," or ")"' });
    }
  }
  return labels;
}
