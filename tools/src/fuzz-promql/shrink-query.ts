/** Smaller queries than a given one, biggest steps first: a part instead of the whole, fewer modifiers, labels, numbers. */
import { children, type Expr, mapExpr, type ParseOptions, parse, print, typeOf } from '@chimera/promql-parser';

/** Texts that parse and type-check; none equals the query's. */
export function smallerQueries(query: string, options: ParseOptions): string[] {
  const expr = parseOrNull(query, options);
  if (expr === null) return [];
  const texts = new Set<string>();
  for (const candidate of candidates(expr)) {
    const text = print(candidate);
    if (text !== query && text.length <= query.length && parseOrNull(text, options) !== null) texts.add(text);
  }
  return [...texts].sort((a, b) => a.length - b.length);
}

function parseOrNull(query: string, options: ParseOptions): Expr | null {
  try {
    return parse(query, options);
  } catch {
    return null;
  }
}

function* candidates(expr: Expr): Generator<Expr> {
  for (const node of nodesOf(expr)) {
    for (const other of smallerNodes(node)) yield mapOne(expr, node, other);
  }
  yield* descendants(expr);
}

function* descendants(expr: Expr): Generator<Expr> {
  for (const child of children(expr)) {
    yield child;
    yield* descendants(child);
  }
}

function nodesOf(expr: Expr): Expr[] {
  return [expr, ...children(expr).flatMap(nodesOf)];
}

/** The tree with one node replaced. */
function mapOne(root: Expr, node: Expr, other: Expr): Expr {
  if (root === node) return other;
  // mapExpr hands over rebuilt nodes, which keep their kind and their source range: together these name one node.
  const { start, end } = node.position;
  return mapExpr(root, (each) =>
    each.kind === node.kind && each.position.start === start && each.position.end === end ? other : each,
  );
}

/** What may stand in a node's place. */
function* smallerNodes(node: Expr): Generator<Expr> {
  const type = typeOf(node);
  for (const inner of descendants(node)) if (typeOf(inner) === type) yield inner;
  switch (node.kind) {
    case 'vectorSelector':
      if (node.offset !== null) yield { ...node, offset: null };
      if (node.at !== null) yield { ...node, at: null };
      if (node.extension !== null) yield { ...node, extension: null };
      for (const matcher of node.matchers) {
        if (matcher.name !== '__name__') yield { ...node, matchers: node.matchers.filter((each) => each !== matcher) };
      }
      return;
    case 'subquery':
      if (node.offset !== null) yield { ...node, offset: null };
      if (node.at !== null) yield { ...node, at: null };
      if (node.step !== null) yield { ...node, step: null };
      return;
    case 'aggregation':
      for (const label of node.grouping) yield { ...node, grouping: node.grouping.filter((each) => each !== label) };
      if (node.without) yield { ...node, without: false };
      return;
    case 'binary': {
      const { matching } = node;
      if (node.returnBool) yield { ...node, returnBool: false };
      if (matching === null) return;
      for (const label of matching.labels) {
        yield { ...node, matching: { ...matching, labels: matching.labels.filter((each) => each !== label) } };
      }
      if (matching.include.length > 0) yield { ...node, matching: { ...matching, include: [] } };
      if (matching.fillLeft !== null) yield { ...node, matching: { ...matching, fillLeft: null } };
      if (matching.fillRight !== null) yield { ...node, matching: { ...matching, fillRight: null } };
      if (matching.cardinality.includes('many') && matching.cardinality !== 'many-to-many') {
        yield { ...node, matching: { ...matching, cardinality: 'one-to-one', include: [] } };
      }
      return;
    }
    case 'number':
      for (const value of [0, 1, 2]) yield { ...node, value, isDuration: false };
      return;
    case 'call':
      if (type === 'scalar') yield { kind: 'number', value: 1, isDuration: false, position: node.position };
  }
}
