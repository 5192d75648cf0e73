/** Runs a folder of test scripts with the project's engine and one of its stores. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '@chimera/promql-engine';
import { runScript, SCRIPT_ENGINE_OPTIONS, type ScriptReport } from '@chimera/promql-testkit';
import { createStorage, type StorageKind } from './storage.ts';

export type RunTestdataOptions = {
  readonly folder: string;
  /** Parts of file names; empty: all scripts. */
  readonly names: readonly string[];
  readonly storage: StorageKind;
};

/** The scripts are Prometheus' own, and not in this repository. */
export const WHERE_FROM =
  'They are promql/promqltest/testdata of a checkout of https://github.com/prometheus/prometheus.';

/** Reports in order of file name. Throws an Error when the folder has no such script. */
export async function runTestdata({ folder, names, storage }: RunTestdataOptions): Promise<ScriptReport[]> {
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder}: name the test scripts' with --testdata. ${WHERE_FROM}`);
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith('.test') && (names.length === 0 || names.some((name) => file.includes(name))),
  );
  if (files.length === 0) throw new Error(`No test script matches in ${folder}.`);
  const engine = createEngine(SCRIPT_ENGINE_OPTIONS);
  const reports: ScriptReport[] = [];
  for (const name of files.sort()) {
    const text = await readFile(join(folder, name), 'utf8');
    reports.push(await runScript({ engine, createStorage: () => createStorage(storage), text, name }));
  }
  return reports;
}
