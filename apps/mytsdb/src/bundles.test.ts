/** Both bundles hold every thread that the server starts: one that lacks a file fails when it is first needed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

test.each(['../vite.config.ts', '../vite.image.config.ts'])('%s', (config) => {
  const threads = [...textOf('./server.ts').matchAll(/new URL\(`\.\/([\w/-]+)\$\{/g)].map(([, path]) => path);
  expect(threads.length).toBeGreaterThan(3);
  for (const path of threads) expect(textOf(config)).toContain(`'${path}': 'src/${path}.ts'`);
});
