import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inRepo } from '../workspace.ts';
import { fuzzTarget } from './fuzz-target.ts';
import { FILES, targetsIn } from './targets.ts';

test('every file of targets is known', () => {
  const found = ['libs', 'apps'].flatMap((folder) =>
    globSync('*/**/src/**/*.fuzz.ts', { cwd: inRepo(folder), exclude: ['**/node_modules', '**/testdata'] }).map(
      (file) => join(folder, file),
    ),
  );
  expect([...FILES].sort()).toEqual(found.sort());
});

test('crashes, deaths, hangs and hoarding are found, with the input that did it', async () => {
  const broken = await targetsIn('tools/src/fuzz/testdata/broken.fuzz.ts');
  const options = { seed: 1, from: 0, maxMib: 400 };
  // A death is not the end: the next child goes on behind it, which takes its time to start.
  const results = await Promise.all(
    broken.map((one) => fuzzTarget(one, { ...options, seconds: one.target.name === 'dies' ? 5 : 1 })),
  );
  const first = results.map(({ found }) => found[0]);
  expect(first).toMatchObject([
    { kind: 'crash', index: 2, message: expect.stringContaining('TypeError: x is not a function') },
    { kind: 'death', index: 2, message: expect.stringContaining('SIGSEGV') },
    { kind: 'crash', message: expect.stringContaining('nobody waits') },
    { kind: 'hang', index: 2 },
    { kind: 'memory', index: 2 },
  ]);
  expect(results[1]?.found.length).toBeGreaterThan(1);
  expect(results[1]?.inputs).toBeGreaterThan(3);
}, 60_000);
