import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DataSet } from './data-set.ts';
import { InvariantChecker } from './invariants/set-invariants.ts';
import { type ContainerBlock, Simulation, type SimulationOptions } from './simulation.ts';
import { presetAt } from './testing-sets.ts';

/** Blocks of one container hold all steps. */
function checked(set: DataSet): InvariantChecker & { readonly broken: readonly string[] } {
  const simulation = new Simulation(set, { sliceSteps: set.steps });
  const checker = new InvariantChecker(set, simulation.topology);
  const buffer = new Float64Array(simulation.rows * set.steps);
  for (const block of simulation.run(set.steps, () => buffer)) checker.add(block);
  return Object.assign(checker, { broken: checker.finish() });
}

/** All values of a set by container, whatever the slices. */
function columnsOf(set: DataSet, options: SimulationOptions, ...untils: readonly number[]): Float64Array[] {
  const simulation = new Simulation(set, options);
  const total = untils.at(-1) ?? 0;
  const columns = simulation.topology.containers.map(() => new Float64Array(simulation.rows * total));
  const copy = ({ container, firstStep, count, values }: ContainerBlock) => {
    for (let row = 0; row < simulation.rows; row++) {
      columns[container.index]?.set(values.subarray(row * count, (row + 1) * count), row * total + firstStep);
    }
  };
  for (const until of untils) for (const block of simulation.run(until)) copy(block);
  return columns;
}

function checksum(columns: readonly Float64Array[]): string {
  const hash = createHash('sha256');
  for (const column of columns) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}

const quick = (randomSeed: number) => presetAt('small', randomSeed, { steps: 480, intervalSec: 180 });

describe('invariants', () => {
  it.each(['small', 'week'] as const)('hold on %s, which has 3,600 series and 20,736,000 samples', (name) => {
    const { series, samples, broken } = checked(presetAt(name));
    expect(broken).toEqual([]);
    expect(series).toBe(3600);
    expect(samples).toBe(20_736_000);
  });

  it.each([2, 3, 4, 5])('hold on a day at 3 minutes with random seed %i', (seed) => {
    expect(checked(quick(seed)).broken).toEqual([]);
  });

  it('hold with all 189 series', () => {
    const { series, broken } = checked({ ...quick(1), metrics: 189 });
    expect(broken).toEqual([]);
    expect(series).toBe(40 * 189);
  });

  it('hold at the edges of the knobs', () => {
    const odd = { regions: 1, zones: 1, clusters: 1, nodes: 1, namespaces: 1, services: 1, podsPerService: 1 };
    expect(checked(presetAt('small', 9, { ...odd, containers: 4, intervalSec: 1, steps: 4000 })).broken).toEqual([]);
    expect(checked(presetAt('small', 9, { ...odd, containers: 1, intervalSec: 3600, steps: 20 })).broken).toEqual([]);
  });
});

describe('the same bits', () => {
  it('come from the same seed, others from another', () => {
    const set = { ...quick(1), metrics: 189 };
    const first = checksum(columnsOf(set, {}, 480));
    expect(checksum(columnsOf(set, {}, 480))).toBe(first);
    expect(checksum(columnsOf({ ...set, randomSeed: 2 }, {}, 480))).not.toBe(first);
  });

  it('come from following for k steps and from generating k more', () => {
    const set = { ...quick(1), metrics: 189, steps: 300 };
    const more = { ...set, steps: 340 };
    const followed = Array.from({ length: 40 }, (_, k) => 301 + k);
    expect(checksum(columnsOf(set, {}, 300, ...followed))).toBe(checksum(columnsOf(more, {}, 340)));
  });

  it('come from slices of any length', () => {
    const set = { ...quick(3), metrics: 189, steps: 200 };
    const whole = checksum(columnsOf(set, {}, 200));
    for (const sliceSteps of [1, 7, 64]) expect(checksum(columnsOf(set, { sliceSteps }, 200))).toBe(whole);
  });

  it('come after skipping', () => {
    const set = presetAt('small', 1, { steps: 100 });
    const skipped = new Simulation(set);
    skipped.skip(99);
    const all = columnsOf(set, {}, 100);
    for (const { container, values } of skipped.run(100)) {
      const column = all[container.index] as Float64Array;
      expect([...values]).toEqual(Array.from({ length: 90 }, (_, row) => column[row * 100 + 99]));
    }
  });

  /** Only + - * /, floor, round, min and max: the same on every engine and in every release. */
  it('are these bits', () => {
    expect(checksum(columnsOf({ ...quick(1), metrics: 189 }, {}, 120)).slice(0, 16)).toBe('79b8b99b2a56bdfd');
  });
});

it('gives fewer series with the same values when fewer metrics are asked for', () => {
  const set = presetAt('small', 1, { steps: 50 });
  const all = columnsOf({ ...set, metrics: 189 }, {}, 50);
  const few = columnsOf({ ...set, metrics: 40 }, {}, 50);
  few.forEach((column, index) => expect(column).toEqual(all[index]?.subarray(0, 40 * 50)));
});
