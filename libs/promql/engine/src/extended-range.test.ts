import { labelsFrom, writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_ENGINE_OPTIONS, type QueryControl } from './options.ts';

const control: QueryControl = { now: () => 0, isCancelled: () => false };
const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, extendedRangeSelectors: true, lookbackDeltaMs: 30_000 });

/** Samples 10 s apart; null leaves one out, NaN is a stale marker. */
const storage = createMemoryStorage();
function load(name: string, samples: readonly (number | null)[]): void {
  const ref = storage.series(labelsFrom({ __name__: name })) as number;
  for (const [i, value] of samples.entries()) {
    if (value === null) continue;
    const values = Float64Array.of(value);
    if (Number.isNaN(value)) writeStaleAt(new Uint32Array(values.buffer), 0);
    storage.append(ref, Float64Array.of(10_000 * i), values, 0, 1, new AppendCounts());
  }
}
load('m_total', [0, 10, 20, 30, 5, 15, null, null, null, null, null, null, 100]);
load('g', [0, 10, Number.NaN, 30]);

async function steps(query: string, startS: number, stepS: number, count: number): Promise<(number | null)[]> {
  const grid = { startMs: 1_000 * startS, stepMs: 1_000 * stepS, count };
  const { value } = await engine.range(storage, query, grid, control);
  if (value.type !== 'matrix') throw new Error(`not a matrix: ${value.type}`);
  const series = value.series[0];
  if (series === undefined) return new Array(count).fill(null);
  return Array.from(series.values, (v, k) => (series.present === null || series.present[k] === 1 ? v : null));
}

test('anchored: from the sample before the range to the last one in it, resets added', async () => {
  expect(await steps('increase(m_total[20s] anchored)', 20, 5, 6)).toEqual([20, 20, 20, 20, 15, 15]);
  expect(await steps('delta(m_total[20s] anchored)', 20, 10, 4)).toEqual([20, 20, -15, -15]);
  expect(await steps('changes(m_total[20s] anchored)', 20, 10, 3)).toEqual([2, 2, 2]);
  expect(await steps('resets(m_total[20s] anchored)', 30, 10, 4)).toEqual([0, 1, 1, 0]);
});

test('anchored: a range without a sample of its own, or whose neighbour is beyond the lookback', async () => {
  expect(await steps('increase(m_total[20s] anchored)', 70, 10, 2)).toEqual([null, null]);
  expect(await steps('increase(m_total[20s] anchored)', 120, 10, 1)).toEqual([0]);
});

test('smoothed: interpolated at both ends, a reset counts as a start from zero', async () => {
  expect(await steps('increase(m_total[10s] smoothed)', 15, 10, 4)).toEqual([10, 10, 7.5, 7.5]);
  expect(await steps('rate(m_total[10s] smoothed)', 15, 10, 1)).toEqual([1]);
  expect(await steps('delta(m_total[10s] smoothed)', 35, 10, 1)).toEqual([-7.5]);
});

test('smoothed selectors interpolate, carry the last value on, and do not see stale markers', async () => {
  expect(await steps('m_total smoothed', 5, 5, 3)).toEqual([5, 10, 15]);
  expect(await steps('m_total smoothed', 60, 10, 6)).toEqual([15, 15, null, null, null, null]);
  expect(await steps('g smoothed', 20, 5, 4)).toEqual([20, 25, 30, 30]);
});

test('the range itself gets a sample at each end', async () => {
  const range = async (query: string): Promise<unknown> => {
    const { value } = await engine.instant(storage, query, 25_000, control);
    const series = value.type === 'matrix' ? value.series[0] : undefined;
    return [[...(series?.timestamps ?? [])], [...(series?.values ?? [])]];
  };
  expect(await range('m_total[10s] anchored')).toEqual([
    [15_000, 20_000, 25_000],
    [10, 20, 20],
  ]);
  expect(await range('m_total[10s] smoothed')).toEqual([
    [15_000, 20_000, 25_000],
    [15, 20, 25],
  ]);
});

test('functions that look at all samples refuse the modifiers', async () => {
  await expect(engine.instant(storage, 'resets(m_total[1m] smoothed)', 0, control)).rejects.toMatchObject({
    type: 'execution',
    message: 'smoothed modifier can only be used with: delta, increase, rate - not with resets',
  });
  await expect(engine.instant(storage, 'absent_over_time(m_total[1m] anchored)', 0, control)).rejects.toThrow(
    'anchored modifier can only be used with: changes, delta, increase, rate, resets - not with absent_over_time',
  );
});

test('what is never evaluated is not refused either', async () => {
  const query = 'max_over_time(m_total[1m] anchored)[1s:30s]';
  expect((await engine.instant(storage, query, 68_500, control)).value).toMatchObject({ type: 'matrix', series: [] });
});
