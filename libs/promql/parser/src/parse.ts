/** The entry points: queries, selectors and metrics from text. */
import type { Labels, Matcher } from '@chimera/tsdb-model';
import type { Expr } from './ast.ts';
import type { ParseOptions } from './options.ts';
import { parseExpression, parseVectorSelector } from './parse-expression.ts';
import { parseMetricLabels } from './parse-labels.ts';
import { TokenCursor } from './token-cursor.ts';
import { typeCheck } from './type-check.ts';
import { children } from './walk.ts';

/**
 * Parses and type-checks a query. Throws ParseError, with the message and the place that Prometheus 3.14 gives, for the
 * first thing wrong. Experimental syntax is refused unless the options allow it.
 */
export function parse(query: string, options: ParseOptions = {}): Expr {
  const cursor = new TokenCursor(query, options);
  if (cursor.peek().kind === 'end of input') cursor.fail('no expression found in input', { start: 0, end: 0 });
  const expr = parseExpression(cursor);
  cursor.expect('end of input');
  checkHeight(expr, cursor);
  return typeCheck(expr, query);
}

/**
 * Parses one vector selector without modifiers, as `match[]` takes it. A selector that matches everything is not
 * refused here. Throws ParseError.
 */
export function parseMetricSelector(text: string): Matcher[] {
  const cursor = new TokenCursor(text, {});
  const { matchers } = parseVectorSelector(cursor);
  cursor.expect('end of input');
  return [...matchers];
}

/** Parses a series as it is written, `name{label="value", ...}`, into labels. Throws ParseError. */
export function parseMetric(text: string): Labels {
  const cursor = new TokenCursor(text, {});
  const labels = parseMetricLabels(cursor);
  cursor.expect('end of input');
  return labels;
}

/**
 * Parses the series at the start of a line; `end` is the offset right after it, where a description goes on with
 * values. Throws ParseError.
 */
export function parseMetricPrefix(line: string): { readonly labels: Labels; readonly end: number } {
  const end = metricEnd(line);
  return { labels: parseMetric(line.slice(0, end)), end };
}

/** The end of a series: after its braces, or where its name ends when no brace follows directly. */
function metricEnd(line: string): number {
  const name = /^\s*[a-zA-Z_:]?[a-zA-Z0-9_:]*/.exec(line)?.[0].length ?? 0;
  if (line[name] !== '{') return name;
  const inBraces = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[^}"'`]/y;
  let end = name + 1;
  while (end < line.length && line[end] !== '}') {
    inBraces.lastIndex = end;
    if (!inBraces.test(line)) return line.length;
    end = inBraces.lastIndex;
  }
  return Math.min(end + 1, line.length);
}

/** Chains such as `a + b + c` make deep trees without nesting; recursion over the tree must stay safe. */
const MAX_HEIGHT = 1_000;

function checkHeight(root: Expr, cursor: TokenCursor): void {
  let level: readonly Expr[] = [root];
  for (let height = 1; level.length > 0; height++) {
    if (height > MAX_HEIGHT) {
      const { position } = level[0] as Expr;
      cursor.fail(`expression is too long a chain: the limit is ${MAX_HEIGHT} operators one in the other`, position);
    }
    level = level.flatMap(children);
  }
}
