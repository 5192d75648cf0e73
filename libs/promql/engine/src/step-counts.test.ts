import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_ENGINE_OPTIONS } from './options.ts';

const storage = createMemoryStorage();
for (const zone of ['a', 'b']) {
  const ref = storage.series(labelsFrom({ __name__: 'm', zone })) as number;
  // Every 10 s; zone b begins late.
  const values = Float64Array.from({ length: zone === 'a' ? 60 : 10 }, (_, i) => i);
  storage.appendRegular(ref, zone === 'a' ? 0 : 500_000, 10_000, values, 0, values.length, new AppendCounts());
}

const control = { now: () => 0, isCancelled: () => false };
const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, lookbackDeltaMs: 10_000 });
const grid = { startMs: 400_000, stepMs: 100_000, count: 3 };

/** As Prometheus counts: see its TestQueryStatistics for the same kinds of queries. */
test.each<[string, number[]]>([
  ['m', [1, 2, 0]],
  ['m{zone="a"} + 1', [1, 1, 0]],
  ['m or m', [2, 4, 0]],
  ['sum(m)', [1, 2, 0]],
  ['count_over_time(m[1m])', [6, 7, 10]],
  // Overlapping windows count each sample again.
  ['rate(m{zone="a"}[5m])', [30, 30, 29]],
  // The samples of a subquery count where they are used.
  ['max_over_time(count_over_time(m{zone="a"}[1m])[1m:30s])', [2, 2, 2]],
  // Evaluated once, counted on each step.
  ['m{zone="a"} @ 100', [1, 1, 1]],
  ['sum_over_time(m{zone="a"}[1m] @ 100)', [6, 6, 6]],
  ['absent_over_time(m{zone="a"}[1m])', [6, 6, 5]],
  ['vector(1)', [0, 0, 0]],
])('%s', async (query, expected) => {
  const { stats } = await engine.range(storage, query, grid, control, { stepStats: true });
  expect([...(stats.samplesPerStep ?? [])]).toEqual(expected);
});

test('an instant query has one step; a range vector counts its samples; nobody counts unasked', async () => {
  const count = async (query: string, stepStats: boolean) =>
    (await engine.instant(storage, query, 400_000, control, { stepStats })).stats.samplesPerStep;
  expect(await count('m[1m]', true)).toEqual(Float64Array.of(6));
  expect(await count('m', true)).toEqual(Float64Array.of(1));
  expect(await count('m', false)).toBeNull();
});
