/** Properties that hold for all queries: checked on random ones over random, gappy data with stale markers. */
import { type Random, seededRandom } from '@chimera/testing';
import { labelsFrom, labelsKey, writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, type MemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_ENGINE_OPTIONS } from './options.ts';
import { QueryError } from './query-error.ts';
import type { QueryResult } from './result.ts';

const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, experimentalFunctions: true });
const control = { now: () => 0, isCancelled: () => false };

function randomStore(random: Random): MemoryStorage {
  const storage = createMemoryStorage();
  for (const name of ['requests_total', 'memory']) {
    for (const pod of ['a', 'b', 'c']) {
      const ref = storage.series(labelsFrom({ __name__: name, pod, zone: pod === 'c' ? 'z2' : 'z1' })) as number;
      let timeMs = random.int(0, 200_000);
      let counter = 0;
      for (let i = random.int(20, 80); i > 0; i--) {
        const gap = random.next() < 0.05;
        timeMs += gap ? random.int(100_000, 500_000) : 15_000 + random.int(-20, 20);
        counter = random.next() < 0.05 ? random.int(0, 5) : counter + random.int(0, 30);
        const value = Float64Array.of(name === 'memory' ? random.int(-50, 50) / 8 : counter);
        if (gap) writeStaleAt(new Uint32Array(value.buffer), 0);
        storage.append(ref, Float64Array.of(timeMs), value, 0, 1, new AppendCounts());
      }
    }
  }
  return storage;
}

const OVER_TIME = [
  'rate',
  'increase',
  'delta',
  'irate',
  'idelta',
  'resets',
  'changes',
  'deriv',
  'sum_over_time',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'count_over_time',
  'last_over_time',
  'first_over_time',
  'present_over_time',
  'absent_over_time',
  'stddev_over_time',
  'mad_over_time',
  'ts_of_max_over_time',
] as const;

function modifiers(random: Random): string {
  const offset = random.pick(['', '', ' offset 1m', ' offset -90s', ' offset 7s']);
  const at = random.pick(['', '', '', ' @ 600', ' @ start()', ' @ end()', ' @ 431.5']);
  return at + offset;
}

function selector(random: Random): string {
  return random.pick([
    'memory',
    'requests_total',
    'memory{pod="a"}',
    'requests_total{pod!="b"}',
    'memory{zone=~"z1|z3"}',
  ]);
}

function rangeVector(random: Random, depth: number): string {
  const range = random.pick(['20s', '1m', '5m', '11m30s']);
  if (depth <= 0 || random.next() < 0.6) return `${selector(random)}[${range}]${modifiers(random)}`;
  return `(${vector(random, depth - 1)})[${range}:${random.pick(['', '15s', '40s', '1m7s'])}]${modifiers(random)}`;
}

function vector(random: Random, depth: number): string {
  if (depth <= 0) return `${selector(random)}${modifiers(random)}`;
  const inner = (): string => vector(random, depth - 1);
  switch (random.int(0, 8)) {
    case 0:
      return `sum by (zone) (${inner()})`;
    case 1:
      return `abs(${inner()})`;
    case 2:
      return `(${inner()} * 2)`;
    case 3:
      return `(${inner()} - ignoring(zone) ${inner()})`;
    case 4:
      return `quantile_over_time(0.3, ${rangeVector(random, depth)})`;
    case 5:
      return `predict_linear(${rangeVector(random, depth)}, 100)`;
    default:
      return `${random.pick(OVER_TIME)}(${rangeVector(random, depth)})`;
  }
}

/** Value by labels at step k; NaN stays NaN. */
function stepOf(result: QueryResult, k: number): Map<string, number> {
  const found = new Map<string, number>();
  const { value } = result;
  if (value.type === 'vector') for (const sample of value.samples) found.set(labelsKey(sample.labels), sample.value);
  if (value.type === 'matrix') {
    for (const { labels, values, present } of value.series) {
      if (present === null || present[k] === 1) found.set(labelsKey(labels), values[k] as number);
    }
  }
  return found;
}

/** Incremental kernels round differently from one window to the next. */
function expectClose(actual: Map<string, number>, expected: Map<string, number>, what: string): void {
  expect([...actual.keys()].sort(), what).toEqual([...expected.keys()].sort());
  for (const [key, value] of expected) {
    const other = actual.get(key) as number;
    const close =
      Object.is(value, other) || value === other || Math.abs(value - other) <= 1e-8 * Math.max(1, Math.abs(value));
    if (!close) expect.fail(`${what}: ${other} instead of ${value}`);
  }
}

test('each step of a range query is the instant query at its time', async () => {
  const random = seededRandom(2_024);
  let compared = 0;
  for (let round = 0; round < 150; round++) {
    const storage = randomStore(random);
    const query = vector(random, random.int(1, 3));
    const grid = { startMs: random.int(0, 900_000), stepMs: random.pick([1_000, 15_000, 60_000, 130_000]), count: 7 };
    const endSeconds = (grid.startMs + 6 * grid.stepMs) / 1_000;
    // Instant queries have a start and end of their own.
    const pinned = query.replaceAll('start()', `${grid.startMs / 1_000}`).replaceAll('end()', `${endSeconds}`);
    let range: QueryResult;
    try {
      range = await engine.range(storage, query, grid, control);
    } catch (error) {
      // Matching may be many-to-many here, and then some instant query fails likewise.
      if (error instanceof QueryError && error.type === 'execution') continue;
      throw error;
    }
    for (let k = 0; k < grid.count; k++) {
      const timeMs = grid.startMs + k * grid.stepMs;
      const instant = await engine.instant(storage, pinned, timeMs, control);
      const atStep = stepOf(range, k);
      expectClose(atStep, stepOf(instant, 0), `${query} at ${timeMs}`);
      compared += atStep.size;
    }
  }
  expect(compared).toBeGreaterThan(1_000);
});

test('offset is evaluation at another time', async () => {
  const random = seededRandom(77);
  for (let round = 0; round < 60; round++) {
    const storage = randomStore(random);
    const name = random.pick(OVER_TIME.filter((candidate) => !candidate.startsWith('ts_of')));
    const timeMs = random.int(300_000, 1_500_000);
    const range = random.pick(['[1m]', '[7m]', '[5m:30s]']);
    const shifted = await engine.instant(storage, `${name}(memory${range} offset 2m)`, timeMs, control);
    const plain = await engine.instant(storage, `${name}(memory${range})`, timeMs - 120_000, control);
    expectClose(stepOf(shifted, 0), stepOf(plain, 0), `${name}${range}`);
  }
});
