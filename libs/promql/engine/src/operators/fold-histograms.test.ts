import { expect, test } from 'vitest';
import {
  type FakeSeries,
  fakeContext,
  fakeCustomHistogram,
  fakeHistogram,
  fakeVector,
  valuesByLabels,
} from '../testing/fakes.ts';
import { aggregationNode } from '../testing/nodes.ts';
import { aggregate } from './aggregate.ts';

async function aggregated(query: string, ...columns: FakeSeries['values'][]) {
  const count = columns[0]?.length ?? 1;
  const context = fakeContext(count);
  const child = fakeVector(columns.map((values, i) => ({ labels: { __name__: `m${i}` }, values })));
  const result = await valuesByLabels(aggregate(aggregationNode(query), child, null, context), count);
  return { values: result[''], warnings: context.warnings, infos: context.infos() };
}

const ONE = fakeHistogram([1, 2]);
const TWO = fakeHistogram([3, 0, 5]);
const CUSTOM = fakeCustomHistogram([1, 2], [1, 1, 1]);

test('sum and avg of histograms, step by step', async () => {
  expect((await aggregated('sum(m)', [ONE, null, ONE], [TWO, TWO, null])).values).toEqual([
    '{{count:11 sum:11 buckets:[4 2 5]}}',
    '{{count:8 sum:8 buckets:[3 0 5]}}',
    '{{count:3 sum:3 buckets:[1 2]}}',
  ]);
  expect((await aggregated('avg(m)', [ONE, null], [TWO, TWO], [TWO, 1])).values).toEqual([
    '{{count:6.333333333333333 sum:6.333333333333333 buckets:[2.3333333333333335 0.6666666666666666 3.3333333333333335]}}',
    null,
  ]);
});

test.each<[string, ...FakeSeries['values'][]]>([
  ['a float first', [1], [ONE], [ONE]],
  ['a float last', [ONE], [ONE], [1]],
  ['a float between', [ONE], [1], [CUSTOM]],
])('%s: floats and histograms have no sum', async (_, ...columns) => {
  const { values, warnings } = await aggregated('sum(m)', ...columns);
  expect(values).toBeUndefined();
  expect(warnings).toContain('encountered a mix of histograms and floats for aggregation');
});

test('exponential and custom buckets have no sum; what comes after them is not looked at', async () => {
  const { values, warnings } = await aggregated('avg(m)', [ONE, ONE], [CUSTOM, TWO], [1, TWO]);
  expect(values).toEqual([
    null,
    '{{count:6.333333333333333 sum:6.333333333333333 buckets:[2.3333333333333335 0.6666666666666666 3.3333333333333335]}}',
  ]);
  expect(warnings).toEqual([
    'vector contains a mix of histograms with exponential and custom buckets schemas for metric name "m1"',
  ]);
});

test('custom bounds are reconciled, counter resets that contradict each other are warned of', async () => {
  const other = fakeCustomHistogram([2, 4], [5, 5, 5]);
  const reconciled = await aggregated('sum(m)', [CUSTOM], [other]);
  expect(reconciled.values).toEqual(['{{schema:-53 count:18 sum:18 custom_values:[2] buckets:[7 11]}}']);
  expect(reconciled.infos).toEqual(['mismatched custom buckets were reconciled during aggregation']);
  const hinted = (counterResetHint: 'reset' | 'not_reset') => ({ ...ONE, counterResetHint });
  const collision = await aggregated('sum(m)', [hinted('reset')], [hinted('not_reset')]);
  expect(collision.values).toEqual(['{{count:6 sum:6 buckets:[2 4]}}']);
  expect(collision.warnings).toEqual(['conflicting counter resets during histogram aggregation']);
});

test('groups do not see each other, and operands are left alone', async () => {
  const context = fakeContext(1);
  const child = fakeVector([
    { labels: { g: 'a' }, values: [ONE] },
    { labels: { g: 'b' }, values: [2] },
    { labels: { g: 'c' }, values: [TWO] },
    { labels: { g: 'a' }, values: [ONE] },
    { labels: { g: 'b' }, values: [3] },
  ]);
  const before = structuredClone(ONE);
  expect(await valuesByLabels(aggregate(aggregationNode('sum by (g) (m)'), child, null, context), 1)).toEqual({
    'g=a': ['{{count:6 sum:6 buckets:[2 4]}}'],
    'g=b': [5],
    'g=c': ['{{count:8 sum:8 buckets:[3 0 5]}}'],
  });
  expect(ONE).toEqual(before);
});

test.each(['min', 'max', 'stddev', 'stdvar'])('%s ignores histograms and says so', async (operator) => {
  const { values, infos } = await aggregated(`${operator}(m)`, [ONE, ONE], [1, ONE]);
  expect(values).toEqual([operator.startsWith('std') ? 0 : 1, null]);
  expect(infos).toEqual([`ignored histogram in ${operator} aggregation`]);
});

test('count and group take any sample', async () => {
  expect((await aggregated('count(m)', [ONE, 1], [1, null])).values).toEqual([2, 1]);
  expect((await aggregated('group(m)', [ONE, null], [1, null])).values).toEqual([1, null]);
});
