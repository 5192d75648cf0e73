import { FUNCTIONS, parse } from '@chimera/promql-parser';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { INSTANT_FUNCTIONS } from './functions/index.ts';
import { DEFAULT_ENGINE_OPTIONS } from './options.ts';
import { RANGE_FUNCTIONS } from './range-functions/index.ts';

test('each function of the parser’s table is implemented exactly once', () => {
  for (const { name, argTypes } of FUNCTIONS) {
    const overRange = argTypes.includes('matrix');
    const implementations =
      (Object.hasOwn(RANGE_FUNCTIONS, name) ? 1 : 0) +
      (Object.hasOwn(INSTANT_FUNCTIONS, name) ? 1 : 0) +
      (name === 'absent_over_time' ? 1 : 0);
    expect([name, implementations]).toEqual([name, 1]);
    if (overRange && name !== 'absent_over_time') expect(RANGE_FUNCTIONS).toHaveProperty(name);
  }
});

test('no function is implemented that the parser does not know', () => {
  const known = new Set(FUNCTIONS.map(({ name }) => name));
  for (const name of [...Object.keys(RANGE_FUNCTIONS), ...Object.keys(INSTANT_FUNCTIONS)]) {
    expect(known).toContain(name);
  }
});

const storage = createMemoryStorage();
const ref = storage.series(labelsFrom({ __name__: 'up', pod: 'a' })) as number;
storage.appendRegular(ref, 0, 10_000, Float64Array.of(1, 2, 3, 4), 0, 4, new AppendCounts());
const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, experimentalFunctions: true, extendedRangeSelectors: true });
const control = { now: () => 0, isCancelled: () => false };

async function answer(query: string): Promise<unknown> {
  const { value } = await engine.instant(storage, query, 30_000, control);
  if (value.type === 'vector') return value.samples.map((sample) => sample.value);
  return value.type === 'matrix' ? value.series.length : value.value;
}

test.each([
  ['((up))', [4]],
  ['(((up)[25s:5s]))', 1],
  ['sum_over_time(((up[20s])))', [7]],
  ['-up', [-4]],
  ['-(3)', -3],
  ['2 ^ 3 ^ 2', 512],
  ['up * 2', [8]],
  ['2 - up', [-2]],
  ['up + on(pod) up', [8]],
  ['topk(1, up)', [4]],
  ['("text")', 'text'],
  ['absent_over_time(down[5m])', [1]],
  ['absent_over_time(up[5m])', []],
])('%s is %j', async (query, expected) => {
  expect(await answer(query)).toEqual(expected);
});

test('a tree with a function that no table has is refused', async () => {
  const tree = { ...parse('abs(up)'), func: 'toString' };
  await expect(engine.instant(storage, tree as ReturnType<typeof parse>, 0, control)).rejects.toMatchObject({
    type: 'execution',
    message: 'function toString is not supported by this engine',
  });
});
