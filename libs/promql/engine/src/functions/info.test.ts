import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, type MemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.ts';
import { createEngine } from '../engine.ts';
import { DEFAULT_ENGINE_OPTIONS } from '../options.ts';
import { labelText } from '../testing/fakes.ts';

const engine: Engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, experimentalFunctions: true });
const CONTROL = { now: () => 0, isCancelled: () => false };
const MINUTE = 60_000;

/** Values at 0, 1, 2, ... minutes; null: no sample. */
function add(storage: MemoryStorage, labels: Record<string, string>, values: readonly (number | null)[]): void {
  const ref = storage.series(labelsFrom(labels)) as number;
  values.forEach((value, i) => {
    if (value === null) return;
    storage.append(ref, Float64Array.of(i * MINUTE), Float64Array.of(value), 0, 1, new AppendCounts());
  });
}

async function evaluated(storage: MemoryStorage, query: string, minutes: number) {
  const grid = { startMs: 0, stepMs: MINUTE, count: minutes };
  const { value } = await engine.range(storage, query, grid, CONTROL, { lookbackDeltaMs: MINUTE });
  if (value.type !== 'matrix') throw new Error(`a matrix was expected; got a ${value.type}`);
  return Object.fromEntries(
    value.series.map(({ labels, values, present }) => [
      labelText(labels),
      Array.from(values, (v, k) => (present?.[k] === 0 ? null : v)),
    ]),
  );
}

function targets(): MemoryStorage {
  const storage = createMemoryStorage();
  add(storage, { __name__: 'm', job: 'j', instance: 'a' }, [1, 2, 3]);
  add(storage, { __name__: 'm', job: 'j', instance: 'b' }, [10, 20, 30]);
  add(storage, { __name__: 'm', instance: 'a' }, [5, 5, 5]);
  add(storage, { __name__: 'target_info', job: 'j', instance: 'a', version: 'old', os: 'linux' }, [1, 1, null]);
  add(storage, { __name__: 'target_info', job: 'j', instance: 'a', version: 'new', os: 'linux' }, [null, null, 1]);
  return storage;
}

test('labels of the info series of each step; series without one stay', async () => {
  expect(await evaluated(targets(), 'info(m)', 3)).toEqual({
    '__name__=m instance=a job=j os=linux version=old': [1, 2, null],
    '__name__=m instance=a job=j os=linux version=new': [null, null, 3],
    '__name__=m instance=b job=j': [10, 20, 30],
    '__name__=m instance=a': [5, 5, 5],
  });
});

test('a selector says which labels, and whether they must be there', async () => {
  expect(await evaluated(targets(), 'info(m, {os=~".+"})', 3)).toEqual({
    '__name__=m instance=a job=j os=linux': [1, 2, 3],
  });
  expect(await evaluated(targets(), 'info(m, {version="new"})', 3)).toEqual({
    '__name__=m instance=a job=j version=new': [null, null, 3],
  });
});

test('info series are not enriched, nor is what has no identifying labels', async () => {
  const storage = targets();
  add(storage, { __name__: 'free' }, [1, 1, 1]);
  expect(await evaluated(storage, 'info(target_info{version="new"})', 3)).toEqual({
    '__name__=target_info instance=a job=j os=linux version=new': [null, null, 1],
  });
  expect(await evaluated(storage, 'info(free, {os=~".+"})', 3)).toEqual({});
  expect(await evaluated(storage, 'info(free)', 3)).toEqual({ '__name__=free': [1, 1, 1] });
});

test('offset and @ shift the info series too, when all selectors agree', async () => {
  expect(await evaluated(targets(), 'info(m{job="j", instance="a"} @ 120)', 2)).toEqual({
    '__name__=m instance=a job=j os=linux version=new': [3, 3],
  });
  expect(await evaluated(targets(), 'info(sum by (instance, job) (m{job="j", instance="a"} offset 1m))', 4)).toEqual({
    'instance=a job=j os=linux version=old': [null, 1, 2, null],
    'instance=a job=j os=linux version=new': [null, null, null, 3],
  });
  const both = 'info(m{job="j", instance="a"} offset 1m + on (job, instance) m)';
  expect(await evaluated(targets(), both, 3)).toEqual({
    'instance=a job=j os=linux version=old': [null, 3, null],
    'instance=a job=j os=linux version=new': [null, null, 5],
  });
});

test('labels that contradict each other, and series that do, are refused', async () => {
  const storage = targets();
  add(storage, { __name__: 'build_info', job: 'j', instance: 'a', os: 'plan9' }, [1, 1, 1]);
  await expect(evaluated(storage, 'info(m, {__name__=~".+_info"})', 3)).rejects.toThrow('conflicting label: os');
  await expect(evaluated(storage, 'info(m{instance="b"}, {__name__=~".+_info"})', 3)).resolves.toBeDefined();
  add(storage, { __name__: 'target_info', job: 'j', instance: 'b', os: 'a' }, [1]);
  add(storage, { __name__: 'target_info', job: 'j', instance: 'b', os: 'b' }, [1]);
  await expect(evaluated(storage, 'info(m)', 3)).rejects.toThrow(
    'found duplicate series for info metric: existing {__name__="target_info", instance="b", job="j", os="a"} @ 0, ' +
      'new {__name__="target_info", instance="b", job="j", os="b"} @ 0',
  );
});
