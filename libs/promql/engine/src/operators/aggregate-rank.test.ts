import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { collect, type FakeSeries, fakeContext, fakeScalar, fakeVector, valuesByLabels } from '../testing/fakes.ts';
import { aggregationNode } from '../testing/nodes.ts';
import { aggregate } from './aggregate.ts';

function ranked(query: string, series: readonly FakeSeries[], sizes: readonly number[]) {
  const param = { kind: 'scalar', scalar: fakeScalar(...sizes) } as const;
  return aggregate(aggregationNode(query), fakeVector(series), param, fakeContext(sizes.length));
}

function named(values: Readonly<Record<string, readonly (number | null)[]>>): FakeSeries[] {
  return Object.entries(values).map(([i, list]) => ({ labels: { i }, values: list }));
}

const THREE = named({ a: [1, 5, Number.NaN], b: [2, 4, 1], c: [3, null, Number.NaN] });

test('topk keeps the largest values of each step, NaN only for want of others', async () => {
  expect(await valuesByLabels(ranked('topk(2, m)', THREE, [2, 2, 2]), 3)).toEqual({
    'i=a': [null, 5, Number.NaN],
    'i=b': [2, 4, 1],
    'i=c': [3, null, null],
  });
});

test('bottomk keeps the smallest ones, and k may differ from step to step', async () => {
  expect(await valuesByLabels(ranked('bottomk(2, m)', THREE, [1, 0, 1.9]), 3)).toEqual({
    'i=a': [1, null, null],
    'i=b': [null, null, 1],
  });
});

test('limitk keeps the first series that have samples', async () => {
  expect(await valuesByLabels(ranked('limitk(1, m)', named({ a: [null, 1], b: [2, 3] }), [1, 1]), 2)).toEqual({
    'i=a': [null, 1],
    'i=b': [2, null],
  });
});

test('an instant query has the best first, group by group', async () => {
  const series = named({ a: [1], b: [Number.NaN], c: [7], d: [null], e: [3] });
  const order = async (query: string) => (await collect(ranked(query, series, [9]), 1)).map(({ labels }) => labels);
  expect(await order('topk(9, m)')).toEqual(['i=c', 'i=e', 'i=a', 'i=b']);
  expect(await order('bottomk(9, m)')).toEqual(['i=a', 'i=e', 'i=c', 'i=b']);
  const grouped: FakeSeries[] = [
    { labels: { g: 'x', i: '1' }, values: [1] },
    { labels: { g: 'y', i: '2' }, values: [9] },
    { labels: { g: 'x', i: '3' }, values: [5] },
  ];
  const result = await collect(ranked('topk by (g) (5, m)', grouped, [5]), 1);
  expect(result.map(({ labels }) => labels)).toEqual(['g=x i=3', 'g=x i=1', 'g=y i=2']);
});

test.each([
  [[Number.NaN], 'Parameter value is NaN'],
  [[1e19], 'Scalar value 1e+19 overflows int64'],
  [[-1e19, 1], 'Scalar value -1e+19 underflows int64'],
])('a parameter of %j fails: %s', async (sizes, message) => {
  const values = sizes.map(() => 1);
  await expect(ranked('topk(2, m)', named({ a: values }), sizes).series()).rejects.toThrow(message);
});

test('a parameter below 1 everywhere yields nothing, even when it is not a number in between', async () => {
  expect(await collect(ranked('topk(0, m)', THREE, [0, 0.9, -3]), 3)).toEqual([]);
});

test('topk and bottomk agree with sorting, in any order of reading', async () => {
  const random = seededRandom(11);
  const count = 12;
  const series = Array.from(
    { length: 24 },
    (_, i): FakeSeries => ({
      labels: { g: String(i % 3), i: String(i) },
      values: Array.from({ length: count }, () => (random.next() < 0.2 ? null : Math.floor(random.next() * 1e9))),
    }),
  );
  const sizes = Array.from({ length: count }, () => Math.floor(random.next() * 6));
  for (const operator of ['topk', 'bottomk'] as const) {
    const result = await collect(ranked(`${operator} by (g) (2, m)`, series, sizes), count, operator === 'topk');
    sizes.forEach((size, k) => {
      for (const g of ['0', '1', '2']) {
        const all = series.filter(({ labels }) => labels['g'] === g).flatMap(({ values }) => numberAt(values, k));
        const wanted = all.sort((a, b) => (operator === 'topk' ? b - a : a - b)).slice(0, size);
        const kept = result
          .filter(({ labels }) => labels.startsWith(`g=${g} `))
          .flatMap(({ values }) => numberAt(values, k));
        expect(kept.sort((a, b) => a - b)).toEqual(wanted.sort((a, b) => a - b));
      }
    });
  }
});

function numberAt(values: readonly unknown[], k: number): number[] {
  const value = values[k];
  return typeof value === 'number' ? [value] : [];
}
