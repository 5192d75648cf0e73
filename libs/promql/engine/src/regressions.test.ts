/**
 * Scripts that `npm run fuzz:promql` found: each holds what Prometheus answers, with a server's default features, or
 * with all of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatFailures, runScript, SCRIPT_ENGINE_OPTIONS } from '@chimera/promql-testkit';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from './options.ts';

const FOLDER = join(import.meta.dirname, 'testdata', 'regressions');

const OPTIONS: Readonly<Record<string, EngineOptions>> = {
  default: DEFAULT_ENGINE_OPTIONS,
  features: { ...SCRIPT_ENGINE_OPTIONS, startTimestamps: false },
};

const scripts = Object.keys(OPTIONS).flatMap((features) =>
  readdirSync(join(FOLDER, features)).map((name) => [features, name] as const),
);

test.each(scripts)('%s/%s', async (features, name) => {
  const report = await runScript({
    engine: createEngine(OPTIONS[features] as EngineOptions),
    createStorage: createMemoryStorage,
    text: readFileSync(join(FOLDER, features, name), 'utf8'),
    name,
  });
  expect(report.problems).toEqual([]);
  expect(report.evals.length).toBeGreaterThan(0);
  expect(formatFailures([report])).toEqual([]);
});
