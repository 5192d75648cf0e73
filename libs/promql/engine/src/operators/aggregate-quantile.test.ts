import { expect, test } from 'vitest';
import { fakeContext, fakeScalar, fakeVector, valuesByLabels } from '../testing/fakes.ts';
import { aggregationNode } from '../testing/nodes.ts';
import { aggregate } from './aggregate.ts';

async function quantile(quantiles: readonly number[], ...values: (number | null)[][]) {
  const context = fakeContext(quantiles.length);
  const series = values.map((list, i) => ({ labels: { i: String(i) }, values: list }));
  const param = { kind: 'scalar', scalar: fakeScalar(...quantiles) } as const;
  const operator = aggregate(aggregationNode('quantile(0.5, m)'), fakeVector(series), param, context);
  return { values: (await valuesByLabels(operator, quantiles.length))[''], warnings: context.warnings };
}

test('interpolates between ranks, per step', async () => {
  const result = await quantile([0.5, 0.5, 0.25, 1], [1, 7, 0, null], [4, null, 10, null], [2, null, null, null]);
  expect(result).toEqual({ values: [2, 7, 2.5, null], warnings: [] });
});

test('NaN is the smallest value', async () => {
  expect((await quantile([0, 0.5, 1], [Number.NaN, Number.NaN, 5], [1, 1, Number.NaN], [2, 2, 2])).values).toEqual([
    Number.NaN,
    1,
    5,
  ]);
});

test('quantiles out of range are infinite, and warned of once each', async () => {
  const result = await quantile([-0.5, 2, Number.NaN, 0], [1, 1, 1, 1]);
  expect(result.values).toEqual([-Infinity, Infinity, Number.NaN, 1]);
  expect(result.warnings[0]).toBe('quantile value should be between 0 and 1, got NaN');
  expect((await quantile([-0.5, 2], [1, 1])).warnings).toEqual([
    'quantile value should be between 0 and 1, got 2',
    'quantile value should be between 0 and 1, got -0.5',
  ]);
});
