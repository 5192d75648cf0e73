import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { DEFAULT_ENGINE_OPTIONS, type QueryControl } from '../options.ts';
import { isStartReset, overlapsPrevious } from './start-timestamps.ts';

test.each([
  ['unknown', 0, 100, 0, 200, false],
  ['the sample itself', 50, 100, 200, 200, false],
  ['after the sample', 50, 100, 201, 200, false],
  ['before the previous sample', 50, 100, 50, 200, false],
  ['after the previous sample', 50, 100, 101, 200, true],
  ['at the previous sample: a delta', 50, 100, 100, 200, true],
  ['at the previous sample, whose own is unknown', 0, 100, 100, 200, false],
  ['at the previous sample, which marks its own as unknown', 100, 100, 100, 200, false],
  ['at the previous sample, whose own is impossible', 150, 100, 100, 200, false],
])('start timestamp %s', (_, previousStart, previousMs, start, t, isReset) => {
  expect(isStartReset(previousStart, previousMs, start, t)).toBe(isReset);
});

test('a start before the previous sample overlaps it, unless both have the same', () => {
  expect(overlapsPrevious(50, 100, 60)).toBe(true);
  expect(overlapsPrevious(60, 100, 60)).toBe(false);
  expect(overlapsPrevious(50, 100, 100)).toBe(false);
  expect(overlapsPrevious(50, 100, 0)).toBe(false);
});

const control: QueryControl = { now: () => 0, isCancelled: () => false };

/** Samples 10 s apart, with start timestamps in seconds. */
async function ask(query: string, samples: readonly (readonly [number, number])[], startTimestamps = true) {
  const storage = createMemoryStorage();
  const ref = storage.series(['__name__', 'm_total']) as number;
  for (const [i, [value, start]] of samples.entries()) {
    storage.append(ref, Float64Array.of(10_000 * i), Float64Array.of(value), 0, 1, new AppendCounts());
    storage.setStartTimestamp(ref, 10_000 * i, 1_000 * start);
  }
  const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, experimentalFunctions: true, startTimestamps });
  const { value, warnings } = await engine.instant(storage, query, 10_000 * (samples.length - 1), control);
  return { values: value.type === 'vector' ? value.samples.map((sample) => sample.value) : [], warnings };
}

test('rate, irate, increase and resets see starts that no value tells of; delta and the default engine do not', async () => {
  const samples = [
    [5, 0],
    [5, 5],
    [6, 5],
    [7, 25],
  ] as const;
  expect((await ask('resets(m_total[40s])', samples)).values).toEqual([2]);
  expect((await ask('irate(m_total[40s])', samples)).values).toEqual([0.7]);
  expect((await ask('idelta(m_total[40s])', samples)).values).toEqual([1]);
  // 2 + 5 + 6 in 30 s, stretched by the 10 s to the window's start.
  expect((await ask('increase(m_total[40s])', samples)).values[0]).toBeCloseTo((13 * 40) / 30, 12);
  expect((await ask('resets(m_total[40s])', samples, false)).values).toEqual([0]);
  expect((await ask('increase(m_total[40s])', samples, false)).values[0]).toBeCloseTo((2 * 40) / 30, 12);
});

test('a counter that started inside of the window counts from zero, even with a single sample', async () => {
  const samples = [
    [3, 0],
    [3, 5],
  ] as const;
  expect((await ask('increase(m_total[9s])', samples)).values).toEqual([3]);
  expect((await ask('increase(m_total[9s])', samples, false)).values).toEqual([]);
});

test('overlapping starts are counted, one for each window', async () => {
  const samples = [
    [1, 0],
    [2, 5],
    [3, 7],
  ] as const;
  expect((await ask('rate(m_total[30s])', samples)).warnings).toEqual([
    'PromQL warning: sample has start time that overlaps with previous sample timestamp for metric "m_total" (1:6)',
  ]);
  expect((await ask('rate(m_total[30s]) + rate(m_total[31s])', samples)).warnings).toEqual([
    'PromQL warning: sample has start time that overlaps with previous sample timestamp for metric "m_total" (2 occurrences) (1:6)',
  ]);
});

test('start_timestamp gives seconds, 0 where unknown; nothing of an expression, or when it is off', async () => {
  expect(
    (
      await ask('start_timestamp(m_total)', [
        [1, 0],
        [2, 7],
      ])
    ).values,
  ).toEqual([7]);
  expect(
    (
      await ask('start_timestamp(m_total)', [
        [1, 5],
        [2, 0],
      ])
    ).values,
  ).toEqual([0]);
  expect(
    (
      await ask('start_timestamp(m_total offset 10s)', [
        [1, 5],
        [2, 0],
      ])
    ).values,
  ).toEqual([5]);
  expect(
    (
      await ask('start_timestamp(m_total * 1)', [
        [1, 5],
        [2, 7],
      ])
    ).values,
  ).toEqual([]);
  expect((await ask('start_timestamp(m_total)', [[2, 7]], false)).values).toEqual([]);
});

test('an argument that fails, fails', async () => {
  const samples = [[1, 5]] as const;
  await expect(ask('start_timestamp(label_replace(m_total, "a b", "", "", "("))', samples)).rejects.toThrow(
    'invalid regular expression in label_replace(): (',
  );
});
