import { ALL_FEATURES, parse } from '@chimera/promql-parser';
import { expect, test } from 'vitest';
import { atReruns, dependsOnQueryRange } from './at-rewrite.ts';

const rewritten = (text: string, timeMs = 300_000) => atReruns(parse(text, ALL_FEATURES), timeMs)[0]?.expression;

test.each([
  ['foo', 'foo @ 300.000'],
  ['sum by (a) (rate(foo[5m]))', 'sum by (a) (rate(foo[5m] @ 300.000))'],
  ['foo @ 10 + bar', 'foo @ 10.000 + bar @ 300.000'],
  ['foo @ start()', 'foo @ 300.000'],
  ['rate(foo[5m:1m])', 'rate(foo[5m:1m] @ 300.000)'],
  ['sum_over_time(vector(time())[5m:1m])', 'sum_over_time(vector(time())[5m:1m] @ 300.000)'],
  ['-(foo offset 1m)', '-(foo @ 300.000 offset 1m)'],
  ['topk(scalar(k), foo)', 'topk(scalar(k @ 300.000), foo @ 300.000)'],
])('%s', (text, expression) => expect(rewritten(text)).toBe(expression));

test('the other times', () => {
  const times = (timeMs: number) => atReruns(parse('foo', ALL_FEATURES), timeMs).map((rerun) => rerun.timeMs);
  expect(times(300_000)).toEqual([-3_000_000, 0, 60_000, 300_000, 3_000_000]);
  expect(times(0)).toEqual([-1_000, 0, 1_000]);
  expect(times(7)).toEqual([-70, 0, 1, 7, 70]);
});

test.each([
  'time()',
  'timestamp(foo)',
  'foo * hour()',
  'sum(predict_linear(foo[5m], 60))',
  '-(year(foo))',
  'start() + 1',
  'end()',
  'range()',
  'step()',
])('%s is not re-run', (text) => expect(rewritten(text)).toBeUndefined());

test('expressions that a range query resolves differently', () => {
  expect(dependsOnQueryRange('foo @ end()')).toBe(true);
  expect(dependsOnQueryRange('foo[step()]')).toBe(true);
  expect(dependsOnQueryRange('foo @ 300.000')).toBe(false);
});
