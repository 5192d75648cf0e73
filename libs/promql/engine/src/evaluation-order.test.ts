import { parse } from '@chimera/promql-parser';
import { expect, test } from 'vitest';
import { evaluationOrder } from './evaluation-order.ts';

/** The numbers of the places that `^` marks in the line below the query. */
function orders(query: string, marks: string): number[] {
  const expr = parse(query);
  return [...marks.matchAll(/\^+/g)].map(({ index, 0: mark }) =>
    evaluationOrder(expr, { start: index, end: index + mark.length }),
  );
}

test('operands come from left to right, and before what is made of them', () => {
  const [left, right] = orders('quantile(2, a) + quantile(3, b)', '         ^                ^') as [number, number];
  expect(left).toBeLessThan(right);
  const [outer, inner] = orders('quantile(2, quantile(3, b))', '         ^           ^') as [number, number];
  expect(outer).toBeGreaterThan(inner);
  const [call, argument] = orders('rate(rate(a[1m])[5m:])', '^^^^^^^^^^^^^^^^^^^^^^') as [number, number];
  expect(call).toBeGreaterThan(orders('rate(rate(a[1m])[5m:])', '          ^')[0] as number);
  expect(argument).toBeUndefined();
});
