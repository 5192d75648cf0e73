/** Walking and rewriting trees. */
import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { children, mapExpr, metricSelectorsIn, selectorsOf, walk } from './walk.ts';

const query = 'topk(scalar(k), rate(a[5m]) + -max_over_time((b)[1h:5m]))';

test('walk visits parents first and knows the way there', () => {
  const seen: string[] = [];
  walk(parse(query), (expr, path) => seen.push(`${'.'.repeat(path.length)}${expr.kind}`));
  expect(seen).toEqual([
    'aggregation',
    '.binary',
    '..call',
    '...matrixSelector',
    '....vectorSelector',
    '..unary',
    '...call',
    '....subquery',
    '.....paren',
    '......vectorSelector',
    '.call',
    '..vectorSelector',
  ]);
});

test('children of leaves are none', () => {
  expect(['1', '"a"', 'up'].flatMap((leaf) => children(parse(leaf)))).toEqual([]);
});

test('mapExpr rewrites everything, and leaves the tree it was given alone', () => {
  const tree = parse(query);
  const changed = mapExpr(tree, (expr) =>
    expr.kind === 'vectorSelector' || expr.kind === 'subquery'
      ? { ...expr, at: { kind: 'timestamp', timestampMs: 5000 } }
      : expr,
  );
  expect(print(changed)).toBe(
    'topk(scalar(k @ 5.000), rate(a[5m] @ 5.000) + -max_over_time((b @ 5.000)[1h:5m] @ 5.000))',
  );
  expect(print(tree)).toBe(query);
});

test('selectors', () => {
  const tree = parse(query);
  expect(selectorsOf(tree).map(print)).toEqual(['a[5m]', '(b)[1h:5m]', 'b', 'k']);
  expect(metricSelectorsIn(tree).map(({ name }) => name)).toEqual(['a', 'b', 'k']);
});
