import { parse } from '@chimera/promql-parser';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, type MemoryStorage, type Queryable } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_ENGINE_OPTIONS, type QueryControl } from './options.ts';
import type { QueryResult } from './result.ts';

const engine = createEngine(DEFAULT_ENGINE_OPTIONS);
const control: QueryControl = { now: () => 0, isCancelled: () => false };

/** `samples` lie 10 s apart from time 0 on; null leaves one out. */
function store(
  series: readonly (readonly [Readonly<Record<string, string>>, readonly (number | null)[]])[],
): MemoryStorage {
  const storage = createMemoryStorage();
  const counts = new AppendCounts();
  for (const [labels, samples] of series) {
    const ref = storage.series(labelsFrom(labels)) as number;
    for (const [i, value] of samples.entries()) {
      if (value === null) continue;
      storage.append(ref, Float64Array.of(10_000 * i), Float64Array.of(value), 0, 1, counts);
    }
  }
  return storage;
}

const counters = store([
  [{ __name__: 'requests_total', pod: 'a' }, Array.from({ length: 61 }, (_, i) => 10 * i)],
  [{ __name__: 'requests_total', pod: 'b' }, Array.from({ length: 61 }, (_, i) => 20 * i)],
]);

function instant(query: string, seconds: number, storage: Queryable = counters): Promise<QueryResult> {
  return engine.instant(storage, query, 1_000 * seconds, control);
}

/** Values by labels (without names of labels); null where a step has none. */
function table({ value }: QueryResult): Record<string, (number | null)[]> {
  if (value.type === 'vector')
    return Object.fromEntries(value.samples.map(({ labels, value: v }) => [labels.join(' '), [v]]));
  if (value.type !== 'matrix') throw new Error(`not a table: ${value.type}`);
  return Object.fromEntries(
    value.series.map(({ labels, values, present }) => [
      labels.join(' '),
      Array.from(values, (v, k) => (present === null || present[k] === 1 ? v : null)),
    ]),
  );
}

test('an instant query of a vector, a scalar and a string', async () => {
  expect(table(await instant('requests_total', 600))).toEqual({
    '__name__ requests_total pod a': [600],
    '__name__ requests_total pod b': [1_200],
  });
  expect((await instant('1 + 1', 600)).value).toEqual({ type: 'scalar', timestampMs: 600_000, value: 2 });
  expect((await instant('"text"', 600)).value).toEqual({ type: 'string', timestampMs: 600_000, value: 'text' });
});

test('an instant query of a range vector gives the samples of the left-open window, sorted by labels', async () => {
  const { value } = await instant('requests_total[20s]', 100);
  expect(value).toMatchObject({
    type: 'matrix',
    grid: null,
    series: [
      { labels: ['__name__', 'requests_total', 'pod', 'a'], values: Float64Array.of(90, 100) },
      { labels: ['__name__', 'requests_total', 'pod', 'b'], values: Float64Array.of(180, 200) },
    ],
  });
  expect(value.type === 'matrix' && value.series[0]?.timestamps).toEqual(Float64Array.of(90_000, 100_000));
});

test('a range query answers on its grid and leaves steps without samples out', async () => {
  const result = await engine.range(
    counters,
    'rate(requests_total[20s])',
    { startMs: 0, stepMs: 30_000, count: 4 },
    control,
  );
  expect(table(result)).toEqual({ 'pod a': [null, 1, 1, 1], 'pod b': [null, 2, 2, 2] });
  expect(result.stats.samplesRead).toBe(2 * 10);
});

test('a scalar in a range query is a series without labels', async () => {
  const result = await engine.range(counters, '2 * 3', { startMs: 0, stepMs: 1_000, count: 3 }, control);
  expect(table(result)).toEqual({ '': [6, 6, 6] });
});

test.each([
  ['requests_total[5m]', 'invalid expression type "range vector" for range query, must be Scalar or instant Vector'],
  ['"text"', 'invalid expression type "string" for range query, must be Scalar or instant Vector'],
  ['sum(', '1:5: parse error: unclosed left parenthesis'],
  ['{pod=~"("}', /error parsing regexp/],
])('a range query of %s is refused as bad_data', async (query, message) => {
  const failing = engine.range(counters, query, { startMs: 0, stepMs: 1_000, count: 3 }, control);
  await expect(failing).rejects.toMatchObject({ type: 'bad_data', message: expect.stringMatching(message) });
});

test('a tree is evaluated as its text would be', async () => {
  const fromTree = await engine.instant(counters, parse('sum(requests_total)'), 600_000, control);
  expect(table(fromTree)).toEqual({ '': [1_800] });
});

test('`@` and offset move selectors, windows and subqueries', async () => {
  const at = async (query: string) => table(await instant(`sum(${query})`, 600))[''];
  expect(await at('requests_total @ 100')).toEqual([300]);
  expect(await at('requests_total offset 5m')).toEqual([900]);
  expect(await at('requests_total @ 100 offset -50s')).toEqual([450]);
  expect(await at('count_over_time(requests_total[1m] @ 30)')).toEqual([8]);
  expect(await at('last_over_time(requests_total[1m:7s] @ 100)')).toEqual([270]);
});

test('`@ start()` and `@ end()` are those of the whole query, in subqueries too', async () => {
  const grid = { startMs: 100_000, stepMs: 100_000, count: 3 };
  const result = await engine.range(
    counters,
    'max_over_time((requests_total{pod="a"} @ end())[20s:10s])',
    grid,
    control,
  );
  expect(table(result)).toEqual({ 'pod a': [300, 300, 300] });
});

test('an expression pinned by `@` is read once, whatever the number of steps', async () => {
  let reads = 0;
  const counting: Queryable = {
    querier: () => {
      const inner = counters.querier();
      return {
        ...inner,
        select: async (matchers, range) => {
          const set = await inner.select(matchers, range);
          return {
            labels: set.labels,
            read: (...args) => {
              reads++;
              set.read(...args);
            },
            readSteps: set.readSteps,
          };
        },
      };
    },
  };
  const grid = { startMs: 0, stepMs: 1_000, count: 500 };
  const result = await engine.range(counting, 'sum(rate(requests_total[1m] @ 300)) * 2', grid, control);
  expect(table(result)['']).toEqual(new Array(500).fill(6));
  expect(reads).toBe(2);
  // 6 samples of each series: the window was looked at once.
  expect(result.stats.samplesRead).toBe(12);
});

test('subqueries step on multiples of their step, by default a minute, and are evaluated once over all windows', async () => {
  const times = await engine.instant(counters, 'max by (pod) (timestamp(requests_total))[2m:25s]', 110_000, control);
  const { value } = times;
  expect(value.type === 'matrix' && value.series[0]?.timestamps).toEqual(
    Float64Array.of(0, 25_000, 50_000, 75_000, 100_000),
  );
  expect(table(await instant('count_over_time(requests_total{pod="a"}[5m:])', 601))).toEqual({ 'pod a': [5] });
  const grid = { startMs: 300_000, stepMs: 10_000, count: 20 };
  const result = await engine.range(counters, 'sum_over_time(requests_total{pod="a"}[1m:10s])', grid, control);
  expect(table(result)['pod a']?.[0]).toBe(250 + 260 + 270 + 280 + 290 + 300);
  // 25 inner steps for 20 windows of 6.
  expect(result.stats.samplesRead).toBe(25);
});

test('a name that does not look like a counter gives an info with its place', async () => {
  const storage = store([[{ __name__: 'temperature' }, [1, 2, 3]]]);
  const { infos, warnings } = await instant('sum(\n rate(temperature[1m]))', 20, storage);
  expect(infos).toEqual([
    'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "temperature" (2:7)',
  ]);
  expect(warnings).toEqual([]);
  expect((await instant('rate(temperature[1m])', 900, storage)).infos).toEqual([]);
});

test('a quantile beyond 0 to 1 is infinite, and said to be odd', async () => {
  const { warnings, value } = await instant('quantile_over_time(1.5, requests_total{pod="a"}[1m])', 600);
  expect(warnings).toEqual(['PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:20)']);
  expect(value).toMatchObject({ samples: [{ value: Number.POSITIVE_INFINITY }] });
});

test('sorting in a range query gives a warning, in an instant query none', async () => {
  const grid = { startMs: 0, stepMs: 1_000, count: 2 };
  expect((await engine.range(counters, 'sum(sort(requests_total))', grid, control)).warnings).toEqual([
    'PromQL warning: sort is ineffective for range queries since results are always ordered by labels (1:5)',
  ]);
  expect((await instant('sort(requests_total)', 100)).warnings).toEqual([]);
});

const twins = store([
  [{ __name__: 'a_total', pod: 'x' }, [1, 2, 3, null, null, null]],
  [{ __name__: 'b_total', pod: 'x' }, [null, null, null, 1, 2, 3]],
]);

test('dropping names merges series that never meet, for functions of instant vectors', async () => {
  const grid = { startMs: 0, stepMs: 10_000, count: 6 };
  const merged = await engine.range(twins, 'abs({pod="x"})', grid, control, { lookbackDeltaMs: 10_000 });
  expect(table(merged)).toEqual({ 'pod x': [1, 2, 3, 1, 2, 3] });
  await expect(engine.range(twins, 'abs({pod="x"})', grid, control)).rejects.toMatchObject({
    type: 'execution',
    message: 'vector cannot contain metrics with the same labelset',
  });
});

test('functions of range vectors refuse twins even on different steps', async () => {
  const grid = { startMs: 0, stepMs: 10_000, count: 6 };
  const query = 'sum_over_time({pod="x"}[10s])';
  await expect(engine.range(twins, query, grid, control)).rejects.toThrow('the same labelset');
  // Delayed, names go at the end, where disjoint series merge.
  const delayed = await engine.range(twins, query, grid, control, { delayedNameRemoval: true });
  expect(table(delayed)).toEqual({ 'pod x': [1, 2, 3, 1, 2, 3] });
});

test('the sample limit, the deadline and the cancellation end a query', async () => {
  const limited = engine.instant(counters, 'requests_total', 600_000, control, { maxSamples: 1 });
  await expect(limited).rejects.toMatchObject({
    type: 'execution',
    message: expect.stringContaining('too many samples'),
  });
  const deep = engine.instant(counters, 'count_over_time(requests_total[10y:1ms])', 600_000, control);
  await expect(deep).rejects.toMatchObject({ type: 'execution', message: expect.stringContaining('too many samples') });
  // Eleven samples of each series.
  const subquery = 'sum(count_over_time(requests_total[11m:1m] @ 600))';
  await expect(engine.instant(counters, subquery, 600_000, control, { maxSamples: 20 })).rejects.toMatchObject({
    message: expect.stringContaining('too many samples'),
  });
  await engine.instant(counters, subquery, 600_000, control, { maxSamples: 100 });
  let nowMs = 0;
  const late = engine.instant(
    counters,
    'requests_total',
    600_000,
    { now: () => (nowMs += 1_000), isCancelled: () => false },
    { timeoutMs: 1_500 },
  );
  await expect(late).rejects.toMatchObject({ type: 'timeout' });
  const gone = engine.instant(counters, 'requests_total', 600_000, { now: () => 0, isCancelled: () => true });
  await expect(gone).rejects.toMatchObject({ type: 'canceled' });
});

test('the querier is closed, after failures too', async () => {
  let open = 0;
  const watched: Queryable = {
    querier: () => {
      open++;
      return { ...counters.querier(), close: () => void open-- };
    },
  };
  await engine.instant(watched, 'requests_total', 600_000, control);
  await engine.instant(watched, 'requests_total', 600_000, control, { maxSamples: 1 }).catch(() => {});
  expect(open).toBe(0);
});
