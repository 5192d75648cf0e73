/** The JSON of `/api/v1/parse_query`. */
import { expect, test } from 'vitest';
import { type AstJson, astToJson } from './ast-json.ts';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';

const json = (query: string): AstJson => astToJson(parse(query, ALL_FEATURES));

const selector = {
  anchored: false,
  matchers: [{ name: '__name__', type: '=', value: 'a' }],
  name: 'a',
  offset: 0,
  offsetExpr: null,
  smoothed: false,
  startOrEnd: null,
  timestamp: null,
  type: 'vectorSelector',
};
const step = { lhs: null, op: 'step', rhs: null, type: 'durationExpr', wrapped: false };

test.each<[string, object]>([
  ['1e3', { type: 'numberLiteral', val: '1000' }],
  ['5m', { type: 'numberLiteral', val: '300' }],
  ['"x\\xff"', { type: 'stringLiteral', val: 'x\uFFFD' }],
  ['a', selector],
  ['a @ 1.5 offset -1m anchored', { ...selector, timestamp: 1500, offset: -60_000, anchored: true }],
  ['a @ end()', { ...selector, startOrEnd: 'end' }],
  ['a[5m] offset 1s', { ...selector, type: 'matrixSelector', range: 300_000, rangeExpr: null, offset: 1000 }],
  [
    'a[(step() * 2.5)]',
    {
      ...selector,
      type: 'matrixSelector',
      range: 0,
      rangeExpr: {
        lhs: step,
        op: '*',
        rhs: { duration: false, type: 'numberLiteral', val: '2.5' },
        type: 'durationExpr',
        wrapped: true,
      },
    },
  ],
  [
    'a offset -max_of(1m, step())',
    {
      ...selector,
      offsetExpr: {
        lhs: null,
        op: '-',
        rhs: {
          lhs: { duration: true, type: 'numberLiteral', val: '60' },
          op: 'max_of',
          rhs: step,
          type: 'durationExpr',
          wrapped: false,
        },
        type: 'durationExpr',
        wrapped: false,
      },
    },
  ],
  [
    'a[5m:] @ start()',
    {
      expr: selector,
      offset: 0,
      offsetExpr: null,
      range: 300_000,
      rangeExpr: null,
      startOrEnd: 'start',
      step: 0,
      stepExpr: null,
      timestamp: null,
      type: 'subquery',
    },
  ],
  [
    'round(a)',
    {
      args: [selector],
      func: { argTypes: ['vector', 'scalar'], name: 'round', returnType: 'vector', variadic: 1 },
      type: 'call',
    },
  ],
  [
    'topk without (b) (2, a)',
    {
      expr: selector,
      grouping: ['b'],
      op: 'topk',
      param: { type: 'numberLiteral', val: '2' },
      type: 'aggregation',
      without: true,
    },
  ],
  ['sum(a)', { expr: selector, grouping: [], op: 'sum', param: null, type: 'aggregation', without: false }],
  ['-(a)', { expr: { expr: selector, type: 'parenExpr' }, op: '-', type: 'unaryExpr' }],
  [
    '1 > bool 2',
    {
      bool: true,
      lhs: { type: 'numberLiteral', val: '1' },
      matching: null,
      op: '>',
      rhs: { type: 'numberLiteral', val: '2' },
      type: 'binaryExpr',
    },
  ],
  [
    'a + on(x) group_left(y) fill_right(3) a',
    {
      bool: false,
      lhs: selector,
      matching: {
        card: 'many-to-one',
        fillValues: { lhs: null, rhs: 3 },
        include: ['y'],
        labels: ['x'],
        on: true,
      },
      op: '+',
      rhs: selector,
      type: 'binaryExpr',
    },
  ],
])('%s', (query, expected) => {
  expect(json(query)).toEqual(expected);
});
