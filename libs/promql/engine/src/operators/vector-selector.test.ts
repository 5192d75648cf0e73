import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, type Queryable, type StepGrid } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { DEFAULT_ENGINE_OPTIONS } from '../options.ts';

type StepsRead = { readonly grid: StepGrid; readonly presenceOnly: boolean };

/** Notes what the engine asks of the store. */
function watchedStore(): { queryable: Queryable; reads: StepsRead[] } {
  const storage = createMemoryStorage();
  for (const pod of ['a', 'b']) {
    const ref = storage.series(labelsFrom({ __name__: 'up', pod })) as number;
    storage.appendRegular(ref, 0, 10_000, Float64Array.of(1, 2, 3, 4), 0, 4, new AppendCounts());
  }
  const reads: StepsRead[] = [];
  const querier: Queryable['querier'] = () => {
    const inner = storage.querier();
    return {
      ...inner,
      select: async (matchers, range) => {
        const set = await inner.select(matchers, range);
        return {
          ...set,
          readSteps: (index, grid, lookbackMs, out) => {
            reads.push({ grid, presenceOnly: out.presenceOnly });
            set.readSteps(index, grid, lookbackMs, out);
          },
        };
      },
    };
  };
  return { queryable: { querier }, reads };
}

const engine = createEngine(DEFAULT_ENGINE_OPTIONS);
const control = { now: () => 0, isCancelled: () => false };
const grid = { startMs: 10_000, stepMs: 10_000, count: 3 };

async function readsOf(query: string): Promise<StepsRead[]> {
  const { queryable, reads } = watchedStore();
  await engine.range(queryable, query, grid, control);
  return reads;
}

test.each(['count(up)', 'group by (pod) ((up))'])('%s asks for presence only', async (query) => {
  expect((await readsOf(query)).map(({ presenceOnly }) => presenceOnly)).toEqual([true, true]);
});

test.each(['sum(up)', 'up', 'count(up > 2)', 'count(-up)', 'count_values("v", up)'])(
  '%s asks for values',
  async (query) => {
    expect((await readsOf(query)).map(({ presenceOnly }) => presenceOnly)).toEqual([false, false]);
  },
);

test('an offset shifts the grid that is read; `@` leaves one step of it', async () => {
  expect((await readsOf('up offset 10s')).map((read) => read.grid.startMs)).toEqual([0, 0]);
  expect((await readsOf('up @ 7 offset -3s')).map((read) => read.grid)).toEqual([
    { startMs: 10_000, stepMs: 1, count: 1 },
    { startMs: 10_000, stepMs: 1, count: 1 },
  ]);
});

test('timestamp() sees the samples’ own times, under `@` too', async () => {
  const { queryable } = watchedStore();
  const times = async (query: string): Promise<number[]> => {
    const { value } = await engine.range(queryable, query, { startMs: 14_000, stepMs: 10_000, count: 3 }, control);
    return value.type === 'matrix' ? [...(value.series[0]?.values ?? [])] : [];
  };
  expect(await times('timestamp(up)')).toEqual([10, 20, 30]);
  expect(await times('timestamp((up @ 25))')).toEqual([20, 20, 20]);
  expect(await times('timestamp(up + 0)')).toEqual([14, 24, 34]);
});
