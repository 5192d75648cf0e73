import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTATIONS } from './mutation-table.ts';
import { mutated, staleMutations } from './mutations.ts';

test('every change of the table can still be made', async () => {
  expect(await staleMutations()).toEqual([]);
  expect(new Set(MUTATIONS.map(({ file }) => file)).size).toBeGreaterThanOrEqual(10);
});

test('a text that is missing, or there twice, is stale', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mutations-'));
  try {
    await writeFile(join(folder, 'a.ts'), 'one two two');
    const change = (from: string) => mutated(folder, { file: 'a.ts', from, to: '3', why: '' });
    expect(await change('one')).toBe('3 two two');
    await expect(change('two')).rejects.toThrow('stale mutation: a.ts has 2 times, not once: "two"');
    await expect(change('three')).rejects.toThrow('stale mutation: a.ts has 0 times');
  } finally {
    await rm(folder, { recursive: true });
  }
});
