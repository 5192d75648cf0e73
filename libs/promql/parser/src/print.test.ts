/** The normal form of queries, and that printing loses nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expr } from './ast.ts';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { wellTypedQuery } from './query.arbitrary.ts';

const parseAll = (query: string): Expr => parse(query, ALL_FEATURES);

describe('the normal form', () => {
  test.each([
    ['sum(a)by(x,y)', 'sum by (x, y) (a)'],
    ['sum by () (a)', 'sum(a)'],
    ['sum without () (a)', 'sum without () (a)'],
    ['SUM without("a.b",c)(a)', 'sum without ("a.b", c) (a)'],
    ['topk(5,a)', 'topk(5, a)'],
    ['a+b', 'a + b'],
    ['a AND b', 'a and b'],
    ['a > BOOL on(x)group_left b', 'a > bool on (x) group_left () b'],
    ['a + ignoring() b', 'a + b'],
    ['a + on() b', 'a + on () b'],
    ['a + fill_left(1) fill_right(1) b', 'a + fill (1) b'],
    ['a + fill_right(0x10) b', 'a + fill_right (16) b'],
    ['a{z="1",b=~"2"}', 'a{b=~"2",z="1"}'],
    ['{"a.b",c="d"}', '{__name__="a.b",c="d"}'],
    ['a{"b.c"="d"}', 'a{"b.c"="d"}'],
    ['a{}', 'a'],
    ['{__name__=~"a|b"}', '{__name__=~"a|b"}'],
    ['a[90s]offset 60 @ 5', 'a[1m30s] @ 5.000 offset 1m'],
    ['a[1w] @ end() offset -1d', 'a[1w] @ end() offset -1d'],
    ['a anchored @ 5 offset 1m', 'a @ 5.000 anchored offset 1m'],
    ['a[5m]anchored offset 1m', 'a[5m] anchored offset 1m'],
    ['a offset 0s', 'a'],
    ['a[5m:]', 'a[5m:]'],
    ['a[8d:12d6h]@ start()', 'a[8d:12d6h] @ start()'],
    ['a[(5m)]', 'a[5m]'],
    ['a[((2*step()+1m))]', 'a[(2 * step() + 1m)]'],
    ['a[min_of(1m,20)] offset -(range()%2)', 'a[min_of(1m, 20)] offset -(range() % 2)'],
    ['a offset (1m) + 2', 'a offset (1m + 2)'],
    ['a offset --step() * 2 + 1', 'a offset (--step() * 2 + 1)'],
    ['(a @ 5 offset (step()*2)) * 2', '(a @ 5.000 offset (step() * 2)) * 2'],
    ['a offset (step()*2) @ 5 + 1', 'a @ 5.000 offset +(step() * 2) + 1'],
    ['b - -a offset (step()*2) @ 5 > 1', 'b - -a @ 5.000 offset (step() * 2) > 1'],
    ['0x1f', '31'],
    ['1e-7', '0.0000001'],
    ['-Inf', '-Inf'],
    ['Inf', '+Inf'],
    ['Inf ^ 2', 'Inf ^ 2'],
    ['1y1d90m', '366d1h30m'],
    ["'it\\'s \"x\" é\\t'", '"it\'s \\"x\\" é\\t"'],
    ['"\\x00\\xff\\u200b"', '"\\x00\\xff\\u200b"'],
    ['- a', '-a'],
    ['( a )', '(a)'],
    ['time( )', 'time()'],
  ])('%s', (query, printed) => {
    expect(print(parseAll(query))).toBe(printed);
  });
});

test('parsing what was printed gives the same tree, but for positions', () => {
  fc.assert(
    fc.property(wellTypedQuery, (query) => {
      const tree = tryParse(query);
      fc.pre(tree !== null);
      const printed = print(tree as Expr);
      const again = parseAll(printed);
      expect(withoutPositions(again)).toEqual(withoutPositions(tree as Expr));
      expect(print(again)).toBe(printed);
    }),
    { seed: 1, numRuns: 1_500, maxSkipsPerRun: 1 },
  );
});

/** Some random durations are out of place, such as a range of zero. */
function tryParse(query: string): Expr | null {
  try {
    return parseAll(query);
  } catch {
    return null;
  }
}

/** Without positions, and matchers in one order: the printer sorts them. */
function withoutPositions(expr: Expr): unknown {
  return JSON.parse(
    JSON.stringify(expr, (key, value: unknown) => {
      if (key === 'position') return undefined;
      if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
      // A name given as __name__ inside of the braces and the order of matchers do not survive printing.
      if (key === 'matchers') return (value as readonly unknown[]).map((matcher) => JSON.stringify(matcher)).sort();
      return value;
    }),
  );
}
