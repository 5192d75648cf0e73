/** Both bundles hold every thread that the server starts, where `workerFile` looks for it: one that is missed fails when it is first needed. */
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { WORKERS, workerFile } from './worker-files.ts';

const SOURCES = fileURLToPath(new URL('.', import.meta.url));

test.each([
  ['vite.config.ts', 'main.js'],
  ['vite.image.config.ts', 'mytsdb.js'],
])('%s', async (configFile, entry) => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const built = await build({ root, configFile: root + configFile, logLevel: 'warn', build: { write: false } });
  const chunks = (built as Rolldown.RolldownOutput).output.filter((one) => one.type === 'chunk');
  const holderOf = (source: string) => chunks.find(({ moduleIds }) => moduleIds.includes(SOURCES + source))?.fileName;
  // Paths are taken from where this file ends up: beside the entry, never in a chunk of its own.
  expect(holderOf('worker-files.ts')).toBe(entry);
  for (const path of WORKERS) {
    expect(holderOf(`${path}.ts`)).toBe(`${path}.js`);
    expect(workerFile(path).pathname).toBe(`${SOURCES}${path}.ts`);
  }
});
