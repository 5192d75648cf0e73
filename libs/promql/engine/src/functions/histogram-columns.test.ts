import { expect, test } from 'vitest';
import type { EngineOptions } from '../options.ts';
import type { Operator } from '../plan-types.ts';
import {
  type FakeSeries,
  fakeContext,
  fakeHistogram,
  fakeScalar,
  fakeVector,
  valuesByLabels,
} from '../testing/fakes.ts';
import { buildCall } from '../testing/nodes.ts';

const DELAYED = { delayedNameRemoval: true };
/** Half of the observations up to 1, half in (1, 2]. */
const H = fakeHistogram([5, 5]);
const NANS = fakeHistogram([5, 5], { count: 20, sum: Number.NaN });

async function called(
  query: string,
  series: readonly FakeSeries[],
  options: Partial<EngineOptions>,
  ...scalars: number[]
) {
  const count = series[0]?.values.length ?? 1;
  const context = fakeContext(count, options);
  const vector: Operator = { kind: 'vector', vector: fakeVector(series) };
  const numbers = scalars.map(
    (value): Operator => ({
      kind: 'scalar',
      scalar: fakeScalar(...new Array<number>(count).fill(value)),
    }),
  );
  const args: Operator[] = query.startsWith('histogram_quantiles')
    ? [vector, { kind: 'string', value: 'q' }, ...numbers]
    : [...numbers, vector];
  const values = await valuesByLabels(buildCall(query, args, context), count);
  return { values, warnings: context.warnings, infos: context.infos() };
}

test('quantiles and fractions of native histograms', async () => {
  const series = [{ labels: { __name__: 'h', job: 'a' }, values: [H, null, H] }];
  expect((await called('histogram_quantile(0.5, h)', series, {}, 0.5)).values).toEqual({ 'job=a': [1, null, 1] });
  expect((await called('histogram_quantiles(h, "q", 0.5, 1)', series, {}, 0.5, 1)).values).toEqual({
    'job=a q=0.5': [1, null, 1],
    'job=a q=1.0': [2, null, 2],
  });
  expect((await called('histogram_fraction(0, 1, h)', series, {}, 0, 1)).values).toEqual({ 'job=a': [0.5, null, 0.5] });
});

test('classic and native histograms of the same labels take turns; at the same step there is no answer', async () => {
  const series = [
    { labels: { __name__: 'h', le: '1' }, values: [5, 5, null, null] },
    { labels: { __name__: 'h', le: '+Inf' }, values: [10, 10, null, null] },
    { labels: { __name__: 'h' }, values: [null, H, H, 3] },
    { labels: { __name__: 'other' }, values: [H, H, null, null] },
  ];
  expect(await called('histogram_quantile(0.5, h)', series, DELAYED, 0.5)).toEqual({
    values: { '__name__=h': [1, null, 1, null], '__name__=other': [1, 1, null, null] },
    warnings: [
      'bucket label "le" is missing or has a malformed value of "" for metric name "h"',
      'vector contains a mix of classic and native histograms for metric name "h"',
    ],
    infos: [],
  });
});

test('observations that are NaN are told of', async () => {
  const series = [{ labels: { __name__: 'h' }, values: [NANS] }];
  const high = await called('histogram_quantile(0.9, h)', series, DELAYED, 0.9);
  expect(high.values).toEqual({ '__name__=h': [Number.NaN] });
  expect(high.infos).toEqual(['input to histogram_quantile has NaN observations, result is NaN for metric name "h"']);
  expect((await called('histogram_quantile(0.2, h)', series, {}, 0.2)).infos).toEqual([
    'input to histogram_quantile has NaN observations, result is skewed higher',
  ]);
  expect(await called('histogram_fraction(0, 1, h)', series, {}, 0, 1)).toEqual({
    values: { '': [0.25] },
    warnings: [],
    infos: ['input to histogram_fraction has NaN observations, which are excluded from all fractions'],
  });
});
