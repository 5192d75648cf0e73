/** Syntax tree nodes for tests of single operators, from query texts with all features on. */
import { type Aggregation, type Binary, type Call, type Expr, parse, type Unary } from '@chimera/promql-parser';
import { INSTANT_FUNCTIONS } from '../functions/index.ts';
import type { EvalContext } from '../operator.ts';
import { DEFAULT_ENGINE_OPTIONS } from '../options.ts';
import type { CallBuilder, Operator, PlannedArg } from '../plan-types.ts';

const ALL_FEATURES = {
  ...DEFAULT_ENGINE_OPTIONS,
  experimentalFunctions: true,
  durationExpressions: true,
  extendedRangeSelectors: true,
  binopFillModifiers: true,
};

function nodeOf<K extends Expr['kind']>(query: string, kind: K): Extract<Expr, { kind: K }> {
  const expr = parse(query, ALL_FEATURES);
  if (expr.kind !== kind) throw new Error(`${query} is no ${kind}; got ${expr.kind}`);
  return expr as Extract<Expr, { kind: K }>;
}

export function aggregationNode(query: string): Aggregation {
  return nodeOf(query, 'aggregation');
}

export function binaryNode(query: string): Binary {
  return nodeOf(query, 'binary');
}

export function unaryNode(query: string): Unary {
  return nodeOf(query, 'unary');
}

export function callNode(query: string): Call {
  return nodeOf(query, 'call');
}

/** The operator of a call whose arguments have these operators. */
export function buildCall(query: string, operators: readonly Operator[], context: EvalContext): Operator {
  const node = callNode(query);
  const args = node.args.map((arg, i): PlannedArg => ({ node: arg, operator: operators[i] as Operator }));
  return (INSTANT_FUNCTIONS[node.func] as CallBuilder)(node, args, context);
}
