import { expect, test } from 'vitest';
import { collect, type FakeSeries, fakeContext, fakeScalar, fakeVector } from '../testing/fakes.ts';
import { aggregationNode } from '../testing/nodes.ts';
import { aggregate } from './aggregate.ts';

const SERIES = Array.from({ length: 400 }, (_, i): FakeSeries => ({ labels: { i: String(i) }, values: [i, i] }));

async function chosen(first: number, second: number, context = fakeContext(2)): Promise<[number, number]> {
  const param = { kind: 'scalar', scalar: fakeScalar(first, second) } as const;
  const operator = aggregate(aggregationNode('limit_ratio(0.5, m)'), fakeVector(SERIES), param, context);
  const result = await collect(operator, 2);
  return [0, 1].map((k) => result.filter(({ values }) => values[k] !== null).length) as [number, number];
}

test('a ratio keeps about that share, and its negative complement the rest', async () => {
  const [quarter, rest] = await chosen(0.25, -0.75);
  expect(quarter).toBeGreaterThan(60);
  expect(quarter).toBeLessThan(140);
  expect(quarter + rest).toBe(SERIES.length);
  expect(await chosen(1, -1)).toEqual([400, 400]);
  expect(await chosen(0, 0)).toEqual([0, 0]);
});

test('ratios out of range are capped with a warning, NaN fails', async () => {
  const context = fakeContext(2);
  expect(await chosen(1.1, -1.1, context)).toEqual([400, 400]);
  expect(context.warnings).toEqual([
    'ratio value should be between -1 and 1, got 1.1, capping to 1',
    'ratio value should be between -1 and 1, got -1.1, capping to -1',
  ]);
  await expect(chosen(Number.NaN, 1)).rejects.toThrow('Ratio value is NaN');
});
