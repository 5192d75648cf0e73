import { expect, test } from 'vitest';
import { type FakeSeries, fakeContext, fakeHistogram, fakeVector, valuesByLabels } from '../testing/fakes.ts';
import { aggregationNode } from '../testing/nodes.ts';
import { aggregate } from './aggregate.ts';

const SERIES: readonly FakeSeries[] = [
  { labels: { __name__: 'v', job: 'a', pod: '1' }, values: [6, 6, null] },
  { labels: { __name__: 'v', job: 'a', pod: '2' }, values: [6, 1e21, null] },
  { labels: { __name__: 'v', job: 'b', pod: '1' }, values: [-0, 0, Number.NaN] },
];

function counted(query: string, label: string) {
  return valuesByLabels(
    aggregate(aggregationNode(query), fakeVector(SERIES), { kind: 'string', value: label }, fakeContext(3)),
    3,
  );
}

test('counts each value of a group, printed without an exponent', async () => {
  expect(await counted('count_values("v", m)', 'v')).toEqual({
    'v=6': [2, 1, null],
    'v=1000000000000000000000': [null, 1, null],
    'v=-0': [1, null, null],
    'v=0': [null, 1, null],
    'v=NaN': [null, null, 1],
  });
});

test('the value label may hide a label that is grouped by', async () => {
  expect(await counted('count_values by (job, pod) ("job", m)', 'job')).toEqual({
    'job=6 pod=1': [1, 1, null],
    'job=6 pod=2': [1, null, null],
    'job=1000000000000000000000 pod=2': [null, 1, null],
    'job=-0 pod=1': [1, null, null],
    'job=0 pod=1': [null, 1, null],
    'job=NaN pod=1': [null, null, 1],
  });
});

test('without removes the name, the listed labels, and even the value label when listed', async () => {
  expect(await counted('count_values without (pod) ("v", m)', 'v')).toMatchObject({ 'job=a v=6': [2, 1, null] });
  expect(await counted('count_values without (pod, v) ("v", m)', 'v')).toEqual({
    'job=a': [2, 2, null],
    'job=b': [1, 1, 1],
  });
});

test.each([
  ['', 'invalid label name ""'],
  ['a\udcc5z', 'invalid label name "a\\xc5z"'],
])('the label %j is refused', async (label, message) => {
  await expect(counted('count_values("v", m)', label)).rejects.toThrow(message);
});

test('native histograms are counted by their text, floats beside them', async () => {
  const histogram = fakeHistogram([1, 3]);
  const series = [
    { labels: { __name__: 'm' }, values: [histogram, histogram, 4] },
    { labels: { __name__: 'n' }, values: [fakeHistogram([1, 3]), 4, 4] },
  ];
  const param = { kind: 'string', value: 'v' } as const;
  const operator = aggregate(aggregationNode('count_values("v", m)'), fakeVector(series), param, fakeContext(3));
  expect(await valuesByLabels(operator, 3)).toEqual({
    'v={count:4, sum:4, (0.5,1]:1, (1,2]:3}': [2, 1, null],
    'v=4': [null, 1, 2],
  });
});
