import { expect, test } from 'vitest';
import type { Operator } from '../plan-types.ts';
import { collect, type FakeSeries, fakeContext, fakeScalar, fakeVector } from '../testing/fakes.ts';
import { buildCall } from '../testing/nodes.ts';

const NAN = Number.NaN;

function vector(...series: FakeSeries[]): Operator {
  return { kind: 'vector', vector: fakeVector(series) };
}

function values(...list: (number | null)[]): Operator {
  return vector({ labels: { __name__: 'm', a: 'b' }, values: list });
}

function scalar(...list: number[]): Operator {
  return { kind: 'scalar', scalar: fakeScalar(...list) };
}

function text(value: string): Operator {
  return { kind: 'string', value };
}

test.each<[string, Operator[], (number | null)[]]>([
  ['abs(m)', [values(-1, null, NAN)], [1, null, NAN]],
  ['sgn(m)', [values(-3, -0, 5, NAN)], [-1, -0, 1, NAN]],
  ['deg(m)', [values(Math.PI)], [180]],
  ['rad(m)', [values(180)], [Math.PI]],
  ['log2(m)', [values(8, 0, -1)], [3, -Infinity, NAN]],
  ['clamp(m, 0, 5)', [values(-1, 3, 9, NAN), scalar(0, 0, 0, 0), scalar(5, 5, 5, 5)], [0, 3, 5, NAN]],
  ['clamp(m, 5, 0)', [values(1, 2), scalar(5, 0), scalar(0, 5)], [null, 2]],
  ['clamp(m, 0, 5)', [values(1, 2), scalar(NAN, 0), scalar(5, NAN)], [NAN, NAN]],
  ['clamp_min(m, 2)', [values(1, 3), scalar(2, 2)], [2, 3]],
  ['clamp_max(m, 2)', [values(1, 3, NAN), scalar(2, 2, -Infinity)], [1, 2, -Infinity]],
  ['round(m)', [values(2.5, -2.5, 0.49)], [3, -2, 0]],
  ['round(m, 5)', [values(7.5, 12, 1), scalar(5, 10, 0.5)], [10, 10, 1]],
  ['year(m)', [values(1_136_239_445.9, -1)], [2006, 1969]],
  ['timestamp(m + 0)', [values(7, null, 9)], [0, null, 120]],
])('%s', async (query, args, expected) => {
  const operator = buildCall(query, args, fakeContext(expected.length));
  expect(await collect(operator, expected.length)).toEqual([{ labels: 'a=b', values: expected, dropName: false }]);
});

test('functions of samples mark the name for removal when that comes late', async () => {
  for (const query of ['abs(m)', 'hour(m)', 'timestamp(m + 0)', 'clamp_min(m, 1)']) {
    const operator = buildCall(query, [values(1), scalar(1)], fakeContext(1, { delayedNameRemoval: true }));
    expect(await collect(operator, 1)).toMatchObject([{ labels: '__name__=m a=b', dropName: true }]);
  }
});

test('timestamp of a selector is that of its samples', async () => {
  const selector = fakeVector([{ labels: { __name__: 'm' }, values: [1, 2] }]);
  const timed: Operator = {
    kind: 'vector',
    vector: {
      series: selector.series,
      read: (index, out) => {
        selector.read(index, out);
        out.timestamps?.set([500, 59_000]);
      },
    },
  };
  expect(await collect(buildCall('timestamp((m))', [timed], fakeContext(2)), 2)).toMatchObject([{ values: [0.5, 59] }]);
});

test('date functions without an argument take the evaluation time', async () => {
  const operator = buildCall('minute()', [], fakeContext(3));
  expect(await collect(operator, 3)).toEqual([{ labels: '', values: [0, 1, 2], dropName: false }]);
});

async function numbers(query: string, args: Operator[], count: number): Promise<number[]> {
  const operator = buildCall(query, args, fakeContext(count));
  if (operator.kind !== 'scalar') throw new Error(`a scalar was expected; got a ${operator.kind}`);
  return [...(await operator.scalar.values())];
}

test('scalars', async () => {
  expect(await numbers('time()', [], 2)).toEqual([0, 60]);
  expect(await numbers('pi()', [], 1)).toEqual([Math.PI]);
  expect(await numbers('end()', [], 2)).toEqual([60, 60]);
  expect(await numbers('range()', [], 2)).toEqual([60, 60]);
  expect(await numbers('step()', [], 1)).toEqual([60]);
  expect(await numbers('max_of(1, 2)', [scalar(1, NAN), scalar(2, 2)], 2)).toEqual([2, NAN]);
  expect(await numbers('min_of(1, 2)', [scalar(1, 5), scalar(2, 2)], 2)).toEqual([1, 2]);
});

test('scalar() is the only value of a step', async () => {
  const two = vector(
    { labels: { i: '1' }, values: [1, 2, null, null] },
    { labels: { i: '2' }, values: [null, 5, 6, null] },
  );
  expect(await numbers('scalar(m)', [two], 4)).toEqual([1, NAN, 6, NAN]);
});

test('vector() has one series without labels', async () => {
  expect(await collect(buildCall('vector(1)', [scalar(3, 4)], fakeContext(2)), 2)).toEqual([
    { labels: '', values: [3, 4], dropName: false },
  ]);
});

test('absent() is 1 where no series has a sample', async () => {
  const sparse = vector(
    { labels: { i: '1' }, values: [1, null, null] },
    { labels: { i: '2' }, values: [null, 5, null] },
  );
  expect(await collect(buildCall('absent(m{job="x", i=~".*"})', [sparse], fakeContext(3)), 3)).toEqual([
    { labels: 'job=x', values: [null, null, 1], dropName: false },
  ]);
  expect(await collect(buildCall('absent(m)', [values(1)], fakeContext(1)), 1)).toEqual([]);
});

const UNSORTED = (): Operator =>
  vector(
    { labels: { pod: 'p10' }, values: [2] },
    { labels: { pod: 'p9' }, values: [NAN] },
    { labels: { pod: 'p2' }, values: [3] },
    { labels: { pod: 'gone' }, values: [null] },
    { labels: { pod: 'p1' }, values: [1] },
  );

test.each([
  ['sort(m)', [], ['p1', 'p10', 'p2', 'p9']],
  ['sort_desc(m)', [], ['p2', 'p10', 'p1', 'p9']],
  ['sort_by_label(m, "pod")', [text('pod')], ['p1', 'p2', 'p9', 'p10']],
  ['sort_by_label_desc(m, "pod")', [text('pod')], ['p10', 'p9', 'p2', 'p1']],
])('%s orders an instant query', async (query, args, expected) => {
  const operator = buildCall(query, [UNSORTED(), ...args], fakeContext(1));
  expect((await collect(operator, 1)).map(({ labels }) => labels)).toEqual(expected.map((pod) => `pod=${pod}`));
});

test('sort passes series through where there are several steps', async () => {
  const two = vector({ labels: { i: 'b' }, values: [9, 9] }, { labels: { i: 'a' }, values: [1, null] });
  expect((await collect(buildCall('sort(m)', [two], fakeContext(2)), 2)).map(({ labels }) => labels)).toEqual([
    'i=b',
    'i=a',
  ]);
});
