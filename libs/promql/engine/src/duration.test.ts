import { createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_ENGINE_OPTIONS, type QueryControl } from './options.ts';

const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, durationExpressions: true });
const control: QueryControl = { now: () => 0, isCancelled: () => false };

const storage = createMemoryStorage();
const ref = storage.series(['__name__', 'm']) as number;
storage.appendRegular(
  ref,
  0,
  1_000,
  Float64Array.from({ length: 101 }, (_, i) => i),
  0,
  101,
  {
    accepted: 0,
    rejected: 0,
    byReason: new Map(),
    firstRejection: null,
    reject: () => {},
  },
);

async function values(query: string): Promise<number[]> {
  const { value } = await engine.range(storage, query, { startMs: 50_000, stepMs: 5_000, count: 3 }, control);
  return value.type === 'matrix' ? Array.from(value.series[0]?.values ?? []) : [];
}

test('step() and range() are those of the query', async () => {
  expect(await values('count_over_time(m[step() + 1])')).toEqual([6, 6, 6]);
  expect(await values('count_over_time(m[range()])')).toEqual([10, 10, 10]);
  expect(await values('m offset (step() * 2)')).toEqual([40, 45, 50]);
  expect(await values('count_over_time(m[20s:step() / 2500ms])')).toEqual([10, 10, 10]);
});

test('an instant query has no step: a range of step() is refused, an offset of it is none', async () => {
  const { value } = await engine.instant(storage, 'm offset step()', 50_000, control);
  expect(value).toMatchObject({ samples: [{ value: 50 }] });
  await expect(engine.instant(storage, 'rate(m[step()])', 50_000, control)).rejects.toMatchObject({
    type: 'bad_data',
    message: '7:13: duration must be greater than 0',
  });
});
