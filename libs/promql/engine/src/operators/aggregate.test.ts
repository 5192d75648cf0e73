import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { collect, type FakeSeries, fakeContext, fakeVector, valuesByLabels } from '../testing/fakes.ts';
import { aggregationNode } from '../testing/nodes.ts';
import { aggregate } from './aggregate.ts';

function columns(...values: (number | null)[][]): FakeSeries[] {
  return values.map((list, i) => ({ labels: { __name__: 'm', i: String(i) }, values: list }));
}

async function aggregated(
  query: string,
  series: readonly FakeSeries[],
  context = fakeContext(series[0]?.values.length ?? 1),
) {
  return valuesByLabels(aggregate(aggregationNode(query), fakeVector(series), null, context), context.grid.count);
}

const NAN = Number.NaN;

test.each<[string, (number | null)[][], (number | null)[]]>([
  [
    'sum',
    [
      [1, null, 3],
      [10, null, null],
      [null, null, 300],
    ],
    [11, null, 303],
  ],
  [
    'sum',
    [
      [1, 1e100],
      [1e100, 1],
      [1, -1e100],
      [-1e100, 1],
    ],
    [2, 2],
  ],
  [
    'sum',
    [
      [Infinity, Infinity, 1.7e308],
      [1, -Infinity, 1.7e308],
    ],
    [Infinity, NAN, Infinity],
  ],
  [
    'avg',
    [
      [1, null, 4],
      [2, 5, null],
      [6, null, null],
    ],
    [3, 5, 4],
  ],
  [
    'avg',
    [
      [1e100, 1.7e308, Infinity],
      [1, 1.7e308, 1],
      [-1e100, 1.7e308, 1],
    ],
    [1 / 3, 1.7e308, Infinity],
  ],
  ['avg', [[Infinity], [-Infinity], [1]], [NAN]],
  [
    'min',
    [
      [NAN, NAN, 2],
      [3, NAN, null],
      [1, null, 5],
    ],
    [1, NAN, 2],
  ],
  [
    'max',
    [
      [NAN, NAN, 2],
      [3, NAN, null],
      [1, null, 5],
    ],
    [3, NAN, 5],
  ],
  [
    'count',
    [
      [NAN, null, 2],
      [3, null, null],
    ],
    [2, null, 1],
  ],
  [
    'group',
    [
      [NAN, null, 2],
      [3, null, null],
    ],
    [1, null, 1],
  ],
  [
    'stdvar',
    [
      [1, 5, NAN],
      [2, null, 1],
      [6, null, 1],
    ],
    [14 / 3, 0, NAN],
  ],
  [
    'stddev',
    [
      [2, Infinity],
      [4, 1],
    ],
    [1, NAN],
  ],
])('%s of %j is %j', async (operator, values, expected) => {
  const [result] = Object.values(await aggregated(`${operator}(m)`, columns(...values)));
  expected.forEach((value, k) => {
    if (value === null || !Number.isFinite(value)) expect(result?.[k]).toBe(value);
    else expect(result?.[k]).toBeCloseTo(value, 9);
  });
});

const SERIES: readonly FakeSeries[] = [
  { labels: { __name__: 'a', job: 'x', pod: '1' }, values: [1, 2] },
  { labels: { __name__: 'b', job: 'x', pod: '2' }, values: [10, null] },
  { labels: { __name__: 'a', job: 'y', pod: '1' }, values: [100, 200] },
  { labels: { __name__: 'a', pod: '1' }, values: [1000, null] },
];

test.each<[string, Record<string, (number | null)[]>]>([
  ['sum(a)', { '': [1111, 202] }],
  ['sum by (job) (a)', { 'job=x': [11, 2], 'job=y': [100, 200], '': [1000, null] }],
  [
    'sum by (__name__, job) (a)',
    {
      '__name__=a job=x': [1, 2],
      '__name__=b job=x': [10, null],
      '__name__=a job=y': [100, 200],
      '__name__=a': [1000, null],
    },
  ],
  ['sum without (pod) (a)', { 'job=x': [11, 2], 'job=y': [100, 200], '': [1000, null] }],
  [
    'sum without () (a)',
    {
      'job=x pod=1': [1, 2],
      'job=x pod=2': [10, null],
      'job=y pod=1': [100, 200],
      'pod=1': [1000, null],
    },
  ],
  ['sum by (nothing) (a)', { '': [1111, 202] }],
])('%s groups by labels', async (query, expected) => {
  expect(await aggregated(query, SERIES)).toEqual(expected);
});

test('a group whose members lose their name late loses it too', async () => {
  const series = SERIES.map((one, i) => ({ ...one, dropName: i === 1 }));
  const operator = aggregate(aggregationNode('sum by (__name__) (a)'), fakeVector(series), null, fakeContext(2));
  expect((await collect(operator, 2)).map(({ labels, dropName }) => [labels, dropName])).toEqual([
    ['__name__=a', false],
    ['__name__=b', true],
  ]);
});

test('folds agree with a computation step by step, whatever the order of reading', async () => {
  const random = seededRandom(7);
  const count = 25;
  const series = Array.from(
    { length: 30 },
    (_, i): FakeSeries => ({
      labels: { job: String(Math.floor(random.next() * 4)), i: String(i) },
      values: Array.from({ length: count }, () => (random.next() < 0.3 ? null : Math.floor(random.next() * 1000) / 8)),
    }),
  );
  const oracles: Record<string, (values: number[]) => number> = {
    sum: (values) => values.reduce((a, b) => a + b, 0),
    avg: (values) => values.reduce((a, b) => a + b, 0) / values.length,
    min: (values) => Math.min(...values),
    max: (values) => Math.max(...values),
    count: (values) => values.length,
    group: () => 1,
    stdvar: (values) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    },
  };
  for (const [name, oracle] of Object.entries(oracles)) {
    const operator = aggregate(aggregationNode(`${name} by (job) (m)`), fakeVector(series), null, fakeContext(count));
    for (const { labels, values } of await collect(operator, count, true)) {
      const members = series.filter((one) => `job=${one.labels['job']}` === labels);
      values.forEach((value, k) => {
        const here = members.flatMap((member) => (member.values[k] as number | null) ?? []);
        if (here.length === 0) expect(value).toBeNull();
        else expect(value).toBeCloseTo(oracle(here), 6);
      });
    }
  }
});
