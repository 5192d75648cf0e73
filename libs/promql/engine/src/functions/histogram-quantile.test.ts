import { expect, test } from 'vitest';
import type { EngineOptions } from '../options.ts';
import type { Operator } from '../plan-types.ts';
import { type FakeSeries, fakeContext, fakeScalar, fakeVector, valuesByLabels } from '../testing/fakes.ts';
import { buildCall } from '../testing/nodes.ts';

type Values = readonly (number | null)[];

function buckets(labels: Record<string, string>, byBound: Readonly<Record<string, Values>>): FakeSeries[] {
  return Object.entries(byBound).map(([le, values]) => ({ labels: { __name__: 'h_bucket', ...labels, le }, values }));
}

async function called(
  query: string,
  series: readonly FakeSeries[],
  scalars: readonly number[][],
  options: Partial<EngineOptions> = {},
) {
  const count = series[0]?.values.length ?? 1;
  const context = fakeContext(count, options);
  const vector: Operator = { kind: 'vector', vector: fakeVector(series) };
  const numbers = scalars.map((values): Operator => ({ kind: 'scalar', scalar: fakeScalar(...values) }));
  const args: Operator[] = query.startsWith('histogram_quantiles')
    ? [vector, { kind: 'string', value: 'q' }, ...numbers]
    : [...numbers, vector];
  const values = await valuesByLabels(buildCall(query, args, context), count);
  return { values, warnings: context.warnings, infos: context.infos() };
}

test('a quantile per histogram and step, from the buckets that the step has', async () => {
  const series = [
    ...buckets({ job: 'a' }, { '1': [10, 10, null], '+Inf': [20, 20, 5], '2': [20, null, 5], '2.0': [0, null, 0] }),
    ...buckets({ job: 'b' }, { '1': [4, null, null], '+Inf': [4, null, null] }),
  ];
  expect(await called('histogram_quantile(0.5, h)', series, [[0.75, 0.75, 0.5]])).toEqual({
    values: { 'job=a': [1.5, 1, 1], 'job=b': [0.75, null, null] },
    warnings: [],
    infos: [],
  });
});

test('quantiles out of range are warned of, even without histograms', async () => {
  expect((await called('histogram_quantile(2, h)', [], [[2]])).warnings).toEqual([
    'quantile value should be between 0 and 1, got 2',
  ]);
});

test('malformed buckets are warned of where they have samples', async () => {
  const series = [
    { labels: { __name__: 'h_bucket', le: 'Hello World' }, values: [1] },
    { labels: { __name__: 'h_bucket', le: 'gone' }, values: [null] },
    { labels: { __name__: 'other' }, values: [1] },
  ];
  expect((await called('histogram_quantile(0.5, h)', series, [[0.5]])).warnings).toEqual([
    'bucket label "le" is missing or has a malformed value of "Hello World"',
    'bucket label "le" is missing or has a malformed value of ""',
  ]);
  expect((await called('histogram_quantile(0.5, h)', series, [[0.5]], { delayedNameRemoval: true })).warnings).toEqual([
    'bucket label "le" is missing or has a malformed value of "Hello World" for metric name "h_bucket"',
    'bucket label "le" is missing or has a malformed value of "" for metric name "other"',
  ]);
});

test('counts that decrease are repaired, and one info sums that up', async () => {
  const series = [
    ...buckets({ job: 'a' }, { '1': [2, 2, 1], '2': [1, 2, 0.5], '+Inf': [4, 4, 4] }),
    ...buckets({ job: 'b' }, { '1': [2, 2, 9], '4': [2, 2, 5], '+Inf': [4, 4, 10] }),
  ];
  const result = await called('histogram_quantile(0.5, h)', series, [[0.5, 0.5, 0.5]], { delayedNameRemoval: true });
  expect(result.values).toEqual({ '__name__=h_bucket job=a': [1, 1, 2], '__name__=h_bucket job=b': [1, 1, 5 / 9] });
  expect(result.infos).toEqual([
    'input to histogram_quantile needed to be fixed for monotonicity ' +
      '(see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile) ' +
      'for metric name "h_bucket", from buckets 2 to 4, with a max diff of 4, ' +
      'over 3 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:02:00Z',
  ]);
});

test('histogram_quantiles has one series per quantile', async () => {
  const series = buckets({ job: 'a' }, { '1': [10, null], '2': [20, null], '+Inf': [20, 1] });
  const result = await called('histogram_quantiles(h, "q", 0, 1)', series, [
    [0, 0.5],
    [1, 1],
  ]);
  expect(result.values).toEqual({
    'job=a q=0.0': [0, null],
    'job=a q=1.0': [2, Number.NaN],
    'job=a q=0.5': [null, Number.NaN],
  });
  await expect(
    called('histogram_quantiles(h, "q", 1, 1)', series, [
      [1, 1],
      [1, 1],
    ]),
  ).rejects.toThrow('same labelset');
});

test('histogram_fraction', async () => {
  const series = buckets({ job: 'a' }, { '1': [10, null], '2': [30, 5], '+Inf': [40, 10] });
  expect(
    (
      await called('histogram_fraction(0, 1, h)', series, [
        [0, 0],
        [1, 1],
      ])
    ).values,
  ).toEqual({
    'job=a': [0.25, 0.25],
  });
});
