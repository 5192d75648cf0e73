/** Function calls and aggregations. */
import { AGGREGATIONS } from './aggregations.ts';
import type { Aggregation, AggregationOperator, Call, Expr } from './ast.ts';
import { functionSpec } from './functions.ts';
import { parseGroupingLabels } from './parse-labels.ts';
import { quote } from './quote.ts';
import type { ErrorContext, TokenCursor } from './token-cursor.ts';
import { startsExpression, type Token } from './tokens.ts';

export type ParseExpr = (cursor: TokenCursor) => Expr;

const IN_AGGREGATION: ErrorContext = { construct: 'aggregation', expected: '' };

/** The call of a function whose name was read; the opening parenthesis is next. */
export function parseCall(cursor: TokenCursor, name: Token, parseExpr: ParseExpr): Call {
  const args = parseArguments(cursor, parseExpr);
  const spec = functionSpec(name.text);
  if (spec === undefined) return cursor.fail(`unknown function with name ${quote(name.text)}`, name);
  if (spec.experimental && cursor.options.experimentalFunctions !== true) {
    cursor.fail(`function ${quote(name.text)} is not enabled`, name);
  }
  return { kind: 'call', func: spec.name, args, position: { start: name.start, end: cursor.lastEnd } };
}

/** An aggregation whose operator was read; a parenthesis, `by` or `without` is next. */
export function parseAggregation(cursor: TokenCursor, operator: Token, parseExpr: ParseExpr): Aggregation {
  return cursor.within(IN_AGGREGATION, () => {
    const before = parseModifier(cursor);
    const args = parseArguments(cursor, parseExpr);
    const modifier = before ?? parseModifier(cursor) ?? { grouping: [], without: false };
    const position = { start: operator.start, end: cursor.lastEnd };
    const name = operator.kind as AggregationOperator;
    const { param, experimental } = AGGREGATIONS[name];
    if (args.length === 0) cursor.fail('no arguments for aggregate expression provided', position);
    if (experimental && cursor.options.experimentalFunctions !== true) {
      const flag = '--enable-feature=promql-experimental-functions';
      cursor.fail(`${name}() is experimental and must be enabled with ${flag}`, position);
    }
    const wanted = param === null ? 1 : 2;
    if (args.length !== wanted) {
      const counts = `expected ${wanted}, got ${args.length}`;
      cursor.fail(`wrong number of arguments for aggregate expression provided, ${counts}`, position);
    }
    return {
      kind: 'aggregation',
      operator: name,
      inner: args.at(-1) as Expr,
      param: param === null ? null : (args[0] as Expr),
      ...modifier,
      position,
    };
  });
}

function parseModifier(cursor: TokenCursor): Pick<Aggregation, 'grouping' | 'without'> | null {
  const word = cursor.accept('by') ?? cursor.accept('without');
  return word === null ? null : { grouping: parseGroupingLabels(cursor), without: word.kind === 'without' };
}

function parseArguments(cursor: TokenCursor, parseExpr: ParseExpr): Expr[] {
  cursor.expect('(');
  const args: Expr[] = [];
  if (cursor.accept(')') !== null) return args;
  for (;;) {
    args.push(parseExpr(cursor));
    const comma = cursor.accept(',');
    if (comma === null) break;
    if (!startsExpression(cursor.peek())) cursor.fail('trailing commas not allowed in function call args', comma);
  }
  cursor.expect(')');
  return args;
}
