import { seededRandom } from '@chimera/testing';
import { type CounterResetHint, emptyHistogram, type Histogram, labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, type MemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { DEFAULT_ENGINE_OPTIONS, type QueryControl } from '../options.ts';
import type { QueryResult } from '../result.ts';

const control: QueryControl = { now: () => 0, isCancelled: () => false };
const engine = createEngine({
  ...DEFAULT_ENGINE_OPTIONS,
  extendedRangeSelectors: true,
  experimentalFunctions: true,
  startTimestamps: true,
});

/** A histogram whose count, sum and only bucket are all `v`. */
function uniform(v: number, counterResetHint: CounterResetHint = 'unknown'): Histogram {
  return {
    ...emptyHistogram(0),
    counterResetHint,
    count: v,
    sum: v,
    positiveSpans: [{ offset: 1, length: 1 }],
    positiveBuckets: Float64Array.of(v),
  };
}

function custom(v: number, bounds: readonly number[] = [5, 10]): Histogram {
  return { ...uniform(v), schema: -53, customValues: Float64Array.from(bounds) };
}

/** Samples 10 s apart; null leaves one out. */
function load(storage: MemoryStorage, name: string, samples: readonly (number | Histogram | null)[]): number {
  const ref = storage.series(labelsFrom({ __name__: name })) as number;
  const counts = new AppendCounts();
  for (const [i, sample] of samples.entries()) {
    if (sample === null) continue;
    if (typeof sample === 'number')
      storage.append(ref, Float64Array.of(10_000 * i), Float64Array.of(sample), 0, 1, counts);
    else storage.appendHistogram(ref, 10_000 * i, sample, counts);
  }
  return ref;
}

const GRID = { startMs: 0, stepMs: 7_000, count: 60 };

async function rows(storage: MemoryStorage, query: string): Promise<(number | Histogram | null)[]> {
  const { value } = await engine.range(storage, query, GRID, control);
  if (value.type !== 'matrix') throw new Error(`not a matrix: ${value.type}`);
  const series = value.series[0];
  if (series === undefined) return new Array(GRID.count).fill(null);
  return Array.from(series.values, (v, k) =>
    series.present !== null && series.present[k] === 0 ? null : (series.histograms?.[k] ?? v),
  );
}

const LINEAR = ['rate', 'increase', 'delta', 'irate', 'idelta', 'sum_over_time', 'avg_over_time', 'last_over_time'];
const RANGES = ['[35s]', '[2m]'];
const CALLS = [
  ...LINEAR.flatMap((func) => RANGES.map((range) => [func, range])),
  ...['rate', 'increase', 'delta'].flatMap((func) => [
    [func, '[35s] anchored'],
    [func, '[35s] smoothed'],
  ]),
] as [string, string][];

// A histogram of one number is a float thrice over: the float kernels, tested against oracles, say what must come out.
test.each(CALLS)('%s(m%s) of a histogram is that of its count, its sum and its bucket', async (func, range) => {
  for (let seed = 1; seed <= 5; seed++) {
    const random = seededRandom(seed);
    const storage = createMemoryStorage();
    const values: (number | null)[] = [];
    let total = 0;
    for (let i = 0; i < 40; i++) {
      total = random.next() < 0.15 ? random.int(1, 5) : total + random.int(1, 20);
      values.push(random.next() < 0.1 ? null : total);
    }
    const isGauge = func === 'delta' || func === 'idelta';
    const hint = isGauge ? 'gauge' : 'unknown';
    const floatRef = load(storage, 'f', values);
    const histogramRef = load(
      storage,
      'h',
      values.map((v) => (v === null ? null : uniform(v, hint))),
    );
    for (const [i, value] of values.entries()) {
      if (value === null || seed < 4) continue;
      const start = 10_000 * (i - random.int(0, 2)) + random.int(-5_000, 5_000);
      storage.setStartTimestamp(floatRef, 10_000 * i, start);
      storage.setStartTimestamp(histogramRef, 10_000 * i, start);
    }
    const floats = await rows(storage, `${func}(f${range})`);
    const histograms = await rows(storage, `${func}(h${range})`);
    for (const [k, float] of floats.entries()) {
      const histogram = histograms[k] ?? null;
      if (float === null) {
        expect(histogram).toBe(null);
        continue;
      }
      const { count, sum, positiveBuckets, counterResetHint } = histogram as Histogram;
      const bucket = positiveBuckets.length === 0 ? 0 : positiveBuckets[0];
      for (const number of [count, sum, bucket]) expect(number).toBeCloseTo(float as number, 9);
      // A single sample that counts from its start timestamp stays as it is.
      if (LINEAR.indexOf(func) < 5 && seed < 4) expect(counterResetHint).toBe('gauge');
    }
    expect(floats.some((v) => v !== null)).toBe(true);
  }
});

test.each([
  'resets',
  'changes',
  'count_over_time',
  'present_over_time',
  'ts_of_first_over_time',
  'ts_of_last_over_time',
])('%s sees histograms as it sees their count', async (func) => {
  const random = seededRandom(7);
  const values = Array.from({ length: 40 }, () => random.int(1, 4));
  const storage = createMemoryStorage();
  load(storage, 'f', values);
  load(
    storage,
    'h',
    values.map((v) => uniform(v)),
  );
  for (const range of ['[45s]', func === 'resets' || func === 'changes' ? '[45s] anchored' : '[10s]']) {
    expect(await rows(storage, `${func}(h${range})`)).toEqual(await rows(storage, `${func}(f${range})`));
  }
});

test('a float beside a histogram is a reset and a change', async () => {
  const storage = createMemoryStorage();
  load(storage, 'm', [1, uniform(2), uniform(2), 2, 2]);
  const at40 = async (query: string): Promise<QueryResult['value']> =>
    (await engine.instant(storage, query, 40_000, control)).value;
  expect(await at40('resets(m[1m])')).toMatchObject({ samples: [{ value: 2 }] });
  expect(await at40('changes(m[1m])')).toMatchObject({ samples: [{ value: 2 }] });
});

test('windows of one kind have a result, mixed ones have none', async () => {
  const storage = createMemoryStorage();
  load(storage, 'm_total', [1, 2, 3, uniform(4), uniform(5), uniform(6), 7, 8]);
  const { value, warnings } = await engine.range(
    storage,
    'sum_over_time(m_total[20s])',
    { startMs: 0, stepMs: 10_000, count: 8 },
    control,
  );
  const series = value.type === 'matrix' ? value.series[0] : undefined;
  expect([...(series?.present ?? [])]).toEqual([1, 1, 1, 0, 1, 1, 0, 1]);
  expect(series?.histograms?.map((h) => h?.count)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    9,
    11,
    undefined,
    undefined,
  ]);
  expect([...(series?.values ?? [])].filter((_, k) => [0, 1, 2, 7].includes(k))).toEqual([1, 3, 5, 15]);
  expect(warnings).toEqual([
    'PromQL warning: encountered a mix of histograms and floats for metric name "m_total" (1:15)',
  ]);
});

const MIXED_SCHEMAS =
  'PromQL warning: vector contains a mix of histograms with exponential and custom buckets schemas for metric name "m" (1:POS)';

test.each([
  [
    'rate',
    [uniform(1), uniform(2, 'gauge')],
    1,
    'PromQL warning: this native histogram metric is not a counter: "m" (1:POS)',
  ],
  [
    'rate',
    [uniform(1), uniform(2, 'gauge'), uniform(3)],
    1,
    'PromQL warning: this native histogram metric is not a counter: "m" (1:POS)',
  ],
  [
    'irate',
    [uniform(1, 'gauge'), uniform(2)],
    1,
    'PromQL warning: this native histogram metric is not a counter: "m" (1:POS)',
  ],
  [
    'delta',
    [uniform(1, 'gauge'), uniform(2)],
    1,
    'PromQL warning: this native histogram metric is not a gauge: "m" (1:POS)',
  ],
  ['idelta', [uniform(1), uniform(2)], 1, 'PromQL warning: this native histogram metric is not a gauge: "m" (1:POS)'],
  ['rate', [uniform(1), custom(2), uniform(3)], 0, MIXED_SCHEMAS],
  ['increase', [uniform(1), uniform(2), custom(3)], 0, MIXED_SCHEMAS],
  ['idelta', [custom(1), uniform(2)], 0, MIXED_SCHEMAS],
  ['sum_over_time', [uniform(1), custom(2)], 0, MIXED_SCHEMAS],
  ['avg_over_time', [custom(1), uniform(2)], 0, MIXED_SCHEMAS],
  [
    'sum_over_time',
    [custom(1), custom(2, [5, 20])],
    1,
    'PromQL info: mismatched custom buckets were reconciled during aggregation (1:POS)',
  ],
  [
    'delta',
    [custom(1), custom(2, [5, 20])],
    1,
    'PromQL info: mismatched custom buckets were reconciled during subtraction (1:POS)',
  ],
  [
    'irate',
    [1, uniform(2)],
    0,
    'PromQL warning: encountered a mix of histograms and floats for metric name "m" (1:POS)',
  ],
  [
    'max_over_time',
    [1, uniform(2)],
    1,
    'PromQL info: ignored histograms in a range containing both floats and histograms for metric name "m" (1:POS)',
  ],
] as [string, (number | Histogram)[], number, string][])(
  '%s(m) says what is odd: %#',
  async (func, samples, results, text) => {
    const storage = createMemoryStorage();
    load(storage, 'm', samples);
    const { value, warnings, infos } = await engine.instant(storage, `${func}(m[1m])`, 30_000, control);
    expect(value.type === 'vector' && value.samples.length).toBe(results);
    expect([...warnings, ...infos]).toContain(text.replace('POS', String(func.length + 2)));
  },
);

test('a float-only function that finds histograms only says nothing', async () => {
  const storage = createMemoryStorage();
  load(storage, 'm', [uniform(1), uniform(2)]);
  for (const func of ['max_over_time', 'deriv', 'stddev_over_time']) {
    const { value, warnings, infos } = await engine.instant(storage, `${func}(m[1m])`, 30_000, control);
    expect([value, warnings, infos]).toEqual([{ type: 'vector', timestampMs: 30_000, samples: [] }, [], []]);
  }
});

test('the layout before a reset does not matter', async () => {
  const storage = createMemoryStorage();
  load(storage, 'm', [custom(7), uniform(1), uniform(3)]);
  // A change of the kind of buckets is a reset.
  const { value, warnings } = await engine.instant(storage, 'increase(m[30s])', 20_000, control);
  expect(warnings).toEqual([]);
  expect(value).toMatchObject({ samples: [{ histogram: { schema: 0, counterResetHint: 'gauge' } }] });
});

test('a subquery forgets what histograms say of resets', async () => {
  const storage = createMemoryStorage();
  // The bucket moves while the count grows: only the buckets tell of the reset, and the sample after it is skipped.
  const moved = (v: number): Histogram => ({ ...uniform(v), positiveSpans: [{ offset: 4, length: 1 }] });
  load(storage, 'm', [uniform(10), uniform(20), uniform(30), moved(31), moved(40), moved(50), moved(60)]);
  const { value } = await engine.instant(storage, 'resets(m[1m10s:20s])', 60_000, control);
  expect(value).toMatchObject({ samples: [{ value: 1 }] });
});

test('positions in subqueries are lost, as in Prometheus', async () => {
  const storage = createMemoryStorage();
  load(storage, 'm', [1, uniform(2)]);
  const { warnings } = await engine.instant(storage, 'sum_over_time(m[1m:10s])', 30_000, control);
  expect(warnings).toEqual(['PromQL warning: encountered a mix of histograms and floats for metric name "m" (1:1)']);
});

test('smoothing factors are looked at also where there is nothing to smooth', async () => {
  const storage = createMemoryStorage();
  load(storage, 'm', [uniform(1), uniform(2)]);
  const smoothing = (factor: string) =>
    engine.instant(storage, `double_exponential_smoothing(m[1m], ${factor}, 0.5)`, 20_000, control);
  await expect(smoothing('-0')).rejects.toThrow('invalid smoothing factor. Expected: 0 < sf < 1, got: -0.000000');
  await expect(smoothing('-Inf')).rejects.toThrow('invalid smoothing factor. Expected: 0 < sf < 1, got: -Inf');
  expect((await smoothing('0.5')).value).toMatchObject({ samples: [] });
});
