/** Random appends of every kind: the head must hold and answer exactly what the reference storage does. */
import { type Random, seededRandom } from '@chimera/testing';
import {
  AppendCounts,
  createMemoryStorage,
  gridBetween,
  type Querier,
  SampleBuffer,
  StepColumn,
} from '@chimera/tsdb-storage';
import { columnOf, pairsOf, seriesRef, type Value } from '@chimera/tsdb-storage/contract';
import { expect, test } from 'vitest';
import { createHead } from './index.ts';

const BASE = 1_700_000_000_000;
const SERIES = 3;

const VALUES: readonly ((random: Random, i: number) => Value)[] = [
  (_, i) => i,
  (random) => random.int(0, 1),
  (random) => random.next() * 1e6,
  (_, i) => i * 4_096,
  () => 42,
  (random) => random.pick([Number.NaN, -0, 0, Infinity, -Infinity, 1e-310, 'stale', 'stale', 7]),
  (random, i) => (random.int(0, 20) === 0 ? 'stale' : i / 10),
];

/** Time steps of a run of samples. */
const GAPS: readonly ((random: Random) => number)[] = [
  () => 15_000,
  () => 1,
  (random) => 15_000 + random.int(-5, 5),
  (random) => random.int(1, 400_000),
  (random) => (random.int(0, 30) === 0 ? 60_000 : 15_000),
];

test.each([1, 2, 3, 4, 5, 6])('the head agrees with the reference storage, seed %i', async (seed) => {
  const random = seededRandom(seed);
  const memory = createMemoryStorage();
  const head = createHead({
    now: () => BASE + 1e12,
    retentionMs: Number.POSITIVE_INFINITY,
    outOfOrderWindowMs: Number.POSITIVE_INFINITY,
  });
  const labels = Array.from({ length: SERIES }, (_, n) => ({ __name__: 'm', n: String(n) }));
  const memoryRefs = labels.map((set) => seriesRef(memory, set));
  const headRefs = labels.map((set) => seriesRef(head, set));
  const newest = labels.map(() => BASE);
  const memoryCounts = new AppendCounts();
  const headCounts = new AppendCounts();
  for (let round = 0; round < 60; round++) {
    const n = random.int(0, SERIES - 1);
    const length = random.pick([1, 1, 2, 5, 20, 100, 130, 300]);
    const gap = random.pick(GAPS);
    const value = random.pick(VALUES);
    const late = random.int(0, 3) === 0;
    let t = late ? (newest[n] as number) - random.int(0, 40) * 15_000 : (newest[n] as number) + gap(random);
    const times: number[] = [];
    for (let i = 0; i < length; i++) {
      times.push(t);
      t += gap(random);
    }
    if (random.int(0, 9) === 0) times.reverse();
    const values = columnOf(times.map((_, i) => value(random, i)));
    const step = length > 1 ? (times[1] as number) - (times[0] as number) : 15_000;
    const regular = step > 0 && times.every((time, i) => time === (times[0] as number) + i * step);
    for (const [storage, refs, counts] of [
      [memory, memoryRefs, memoryCounts],
      [head, headRefs, headCounts],
    ] as const) {
      if (regular) storage.appendRegular(refs[n] as number, times[0] as number, step, values, 0, length, counts);
      else storage.append(refs[n] as number, Float64Array.from(times), values, 0, length, counts);
    }
    newest[n] = Math.max(newest[n] as number, ...times);
    if (round % 10 === 9) await compare(memory.querier(), head.querier(), newest, random);
  }
  expect({ ...headCounts, firstRejection: null }).toEqual({ ...memoryCounts, firstRejection: null });
  expect(headCounts.rejected).toBeGreaterThan(0);
  expect(head.stats().samplesStored).toBeGreaterThan(0);
});

async function compare(memory: Querier, head: Querier, newest: readonly number[], random: Random): Promise<void> {
  const matchers = [{ name: '__name__', type: '=', value: 'm' } as const];
  const ever = { minMs: 0, maxMs: BASE + 1e12 };
  const wantedSet = await memory.select(matchers, ever);
  const gotSet = await head.select(matchers, ever);
  const wanted = new SampleBuffer(4);
  const got = new SampleBuffer(4);
  const end = Math.max(...newest);
  gotSet.labels.forEach((labels, index) => {
    const other = wantedSet.labels.findIndex((set) => set.join() === labels.join());
    for (let i = 0; i < 8; i++) {
      const from = i === 0 ? 0 : random.int(BASE - 100_000, end);
      const to = i === 0 ? ever.maxMs : from + random.int(0, random.pick([0, 20_000, 1_000_000, 100_000_000]));
      wantedSet.read(other, { minMs: from, maxMs: to }, wanted);
      gotSet.read(index, { minMs: from, maxMs: to }, got);
      expect(pairsOf(got)).toEqual(pairsOf(wanted));
    }
    for (let i = 0; i < 8; i++) {
      const start = random.int(BASE - 100_000, end);
      const stepMs = random.pick([1, 5_000, 15_000, 30_000, 45_000, 61_000, 600_000, 10_000_000]);
      const grid = gridBetween(start, start + stepMs * random.int(0, 300), stepMs);
      const lookbackMs = random.pick([1, 15_000, 300_000, 5_000_000]);
      const columns = [new StepColumn(grid.count), new StepColumn(grid.count)] as const;
      for (const column of columns) column.timestamps = new Float64Array(grid.count);
      columns[1].present.fill(7);
      wantedSet.readSteps(other, grid, lookbackMs, columns[0]);
      gotSet.readSteps(index, grid, lookbackMs, columns[1]);
      expect(stepPairs(columns[1])).toEqual(stepPairs(columns[0]));
    }
  });
  memory.close();
  head.close();
}

function stepPairs({ present, values, timestamps }: StepColumn): ([number, number] | null)[] {
  return Array.from(values, (value, k) => (present[k] === 1 ? [timestamps?.[k] ?? Number.NaN, value] : null));
}
