/** What the page computes; how it looks is tested with a browser against a running server. */
import { expect, test } from 'vitest';
import { rangeUntil } from './query/ranges.ts';
import { alignToGrid, valueAt } from './result/align.ts';
import { errorPlace } from './result/error-place.ts';
import { exactValue, shortValue } from './result/format-value.ts';
import { histogramText } from './result/histogram-text.ts';
import { namesOf, seriesText, shortText, tellingApart } from './result/series-names.ts';
import { readView, START_VIEW, writeView } from './state/url-state.ts';

test('a view reads back from its address', () => {
  const view = { query: 'sum(up{a="&b=c"}) by (x)\n# ü', tab: 'table', range: '7d' } as const;
  expect(readView(writeView(view))).toEqual(view);
  expect(writeView({ ...START_VIEW, range: '6h' })).toBe('');
  expect(readView('?q=up&tab=other&range=9y')).toEqual({ query: 'up', tab: 'graph', range: '1h' });
});

test("links to Prometheus' page show their first query", () => {
  const expr = 'sum(rate(x[5m]))';
  expect(readView(`?${new URLSearchParams({ 'g0.expr': expr, 'g0.tab': '1', 'g1.expr': 'up' })}`)).toEqual({
    query: expr,
    tab: 'table',
    range: '1h',
  });
  expect(readView('?g0.expr=up&g0.tab=0&g0.range_input=6h')).toEqual({ query: 'up', tab: 'graph', range: '6h' });
  expect(readView('?g0.expr=up&g0.tab=table&g0.range_input=17m')).toEqual({ query: 'up', tab: 'table', range: '1h' });
});

test('ranges end on a step', () => {
  expect(rangeUntil(1_000_007, '1h')).toEqual({ start: 996_405, end: 1_000_005, step: 15 });
  expect(rangeUntil(1_000_007, '7d')).toEqual({ start: 394_200, end: 999_000, step: 1_800 });
});

test('series share one axis; missing points and what cannot be drawn are gaps', () => {
  const columns = alignToGrid(
    [
      [
        [10, '1'],
        [30, '+Inf'],
        [40, '4.5'],
      ],
      [[20, 'NaN']],
    ],
    { start: 10, end: 40, step: 10 },
  );
  expect(columns).toEqual([
    [10, 20, 30, 40],
    [1, null, null, 4.5],
    [null, null, null, null],
  ]);
});

test('the value under the cursor, and the latest; infinity is one', () => {
  const points = [
    [10, '1'],
    [20, '+Inf'],
    [30, 'NaN'],
    [40, '-Inf'],
  ] as const;
  expect([10, 20, 30, 25, null].map((at) => valueAt(points, at))).toEqual([
    1,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    null,
    Number.NEGATIVE_INFINITY,
  ]);
  expect(valueAt([], null)).toBeNull();
});

test('names: of many labels those that tell the series apart', () => {
  const pods = ['a', 'b', 'c', 'd'].flatMap((pod, i) =>
    ['app', 'proxy'].map((container, k) => ({
      app: i < 2 ? 'cart' : 'auth',
      container,
      instance: `10.0.0.${i}:${8080 + k}`,
      pod,
      zone: `z${i % 2}`,
    })),
  );
  const all = ['app', 'container', 'instance', 'pod', 'zone'];
  expect(tellingApart(pods, all)).toEqual(['container', 'pod']);
  expect(tellingApart(pods, ['app', 'pod', 'zone'])).toEqual(['app', 'pod', 'zone']);
  const addresses = pods.map(({ pod: _, container: __, ...rest }) => ({ ...rest, a: '1', b: '2' }));
  expect(tellingApart(addresses, ['a', 'app', 'b', 'instance', 'zone'])).toContain('instance');
  const named = pods.map((labels, i) => ({ ...labels, __name__: `m${i % 3}` }));
  expect(tellingApart(named, ['__name__', ...all])[0]).toBe('__name__');
});

test('names: what is common is said once', () => {
  const all = [
    { __name__: 'up', job: 'a', pod: 'p1' },
    { __name__: 'up', job: 'a', pod: 'p2', node: 'n' },
  ];
  const names = namesOf(all);
  expect(names).toEqual({
    common: [
      ['__name__', 'up'],
      ['job', 'a'],
    ],
    varying: ['node', 'pod'],
  });
  expect(all.map((labels) => shortText(labels, names.varying))).toEqual(['p1', 'n \u00b7 p2']);
  expect(seriesText(all[0] ?? {})).toBe('up{job="a", pod="p1"}');
  expect(seriesText({})).toBe('{}');
  expect(namesOf([{ a: 'b' }])).toEqual({ common: [], varying: ['a'] });
});

test.each([
  [0, '0'],
  [0.123456, '0.1235'],
  [1_234, '1.234k'],
  [-2_500_000, '-2.5M'],
  [3.2e9, '3.2G'],
  [1e-7, '1.00e-7'],
  [1e18, '1.00e+18'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
])('%d is shown as %s', (value, text) => {
  expect(shortValue(value)).toBe(text);
});

test('native histograms are told with their buckets', () => {
  const buckets = [
    [3, '-0.5', '0.5', '1'],
    [0, '1', '2', '12345'],
    [1, '-2', '-1', '3'],
  ] as const;
  expect(histogramText({ count: '12349', sum: '-1.5', buckets })).toBe(
    'count 12\u202f349, sum -1.5\n[-0.5, 0.5]  1\n(1, 2]  12\u202f345\n[-2, -1)  3',
  );
  expect(histogramText({ count: '0', sum: '0' })).toBe('count 0, sum 0');
  const many = Array.from({ length: 25 }, (_, i) => [0, `${i}`, `${i + 1}`, '1'] as const);
  expect(histogramText({ count: '25', sum: '9', buckets: many })).toMatch(/\(19, 20\] {2}1\nand 5 more$/);
});

test('exact values keep every digit', () => {
  expect(exactValue('1234567.25')).toBe('1\u202f234\u202f567.25');
  expect(exactValue('1234')).toBe('1234');
  expect(exactValue('+Inf')).toBe('+Inf');
  expect(exactValue('1e-07')).toBe('1e-07');
});

test('the place of an error in a query of several lines', () => {
  expect(errorPlace('sum(\n  rate(up))', 'invalid parameter "query": 2:8: parse error: expected')).toEqual({
    line: '  rate(up))',
    column: 7,
  });
  expect(errorPlace('up', '9:1: parse error: x')).toBeNull();
  expect(errorPlace('up', 'query timed out')).toBeNull();
});
