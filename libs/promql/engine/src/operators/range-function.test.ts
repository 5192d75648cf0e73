import { type Histogram, labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from '../options.ts';
import { RANGE_FUNCTIONS } from '../range-functions/index.ts';

const HISTOGRAM: Histogram = {
  schema: 0,
  counterResetHint: 'unknown',
  zeroThreshold: 0.001,
  zeroCount: 1,
  count: 4,
  sum: 5,
  positiveSpans: [{ offset: 0, length: 2 }],
  negativeSpans: [],
  positiveBuckets: Float64Array.of(1, 2),
  negativeBuckets: new Float64Array(0),
  customValues: null,
};

const storage = createMemoryStorage();
const counts = new AppendCounts();
const mixed = storage.series(labelsFrom({ __name__: 'mixed_total' })) as number;
storage.appendRegular(mixed, 10_000, 20_000, Float64Array.of(1, 2, 4), 0, 3, counts);
for (const timeMs of [20_000, 40_000, 60_000]) storage.appendHistogram(mixed, timeMs, HISTOGRAM, counts);

const control = { now: () => 0, isCancelled: () => false };

function ask(query: string, options: Partial<EngineOptions> = {}) {
  const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, experimentalFunctions: true, ...options });
  return engine.range(storage, query, { startMs: 0, stepMs: 20_000, count: 5 }, control);
}

const ARGUMENTS: Readonly<Record<string, (range: string) => string>> = {
  quantile_over_time: (range) => `0.5, ${range}`,
  predict_linear: (range) => `${range}, 60`,
  double_exponential_smoothing: (range) => `${range}, 0.5, 0.5`,
};

test.each(Object.keys(RANGE_FUNCTIONS))('%s bears histograms in its range', async (name) => {
  for (const range of ['mixed_total[1m]', 'mixed_total[1m:10s]', 'mixed_total[15s]']) {
    const query = `${name}(${ARGUMENTS[name]?.(range) ?? range})`;
    const { value } = await ask(query);
    expect(value.type).toBe('matrix');
  }
});

async function only(query: string): Promise<(number | null | Histogram)[]> {
  const { value } = await ask(query);
  const [series] = value.type === 'matrix' ? value.series : [];
  if (series === undefined) return [];
  return Array.from(series.values, (v, k) => {
    if (series.present !== null && series.present[k] === 0) return null;
    return series.histograms?.[k] ?? v;
  });
}

test('what looks at samples of any type counts histograms, the rest leaves them out', async () => {
  expect(await only('count_over_time(mixed_total[20s])')).toEqual([null, 2, 2, 2, null]);
  expect(await only('last_over_time(mixed_total[20s])')).toEqual([null, HISTOGRAM, HISTOGRAM, HISTOGRAM, null]);
  expect(await only('max_over_time(mixed_total[20s])')).toEqual([null, 1, 2, 4, null]);
  expect(await only('sum_over_time(mixed_total[20s])')).toEqual([]);
});

test('with type and unit labels the type, not the name, says what is a counter', async () => {
  const typed = storage.series(labelsFrom({ __name__: 'typed_total', __type__: 'gauge' })) as number;
  storage.appendRegular(typed, 10_000, 10_000, Float64Array.of(1, 2, 4), 0, 3, counts);
  expect((await ask('rate(typed_total[1m])')).infos).toEqual([]);
  expect((await ask('rate(typed_total[1m])', { typeAndUnitLabels: true })).infos).toEqual([
    'PromQL info: metric might not be a counter, __type__ label is not set to "counter" or "histogram", got "gauge": "typed_total" (1:6)',
  ]);
});
