/** The PromQL test scripts notice when the engine is wrong: with any one of the known changes, an eval fails. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DEFAULT_TESTDATA } from '../promqltest.ts';
import { inRepo } from '../workspace.ts';
import { MUTATIONS, type Mutation } from './mutation-table.ts';
import { CannotRun, type Proof } from './proof.ts';
import { copySources } from './source-copy.ts';

export const mutations: Proof = {
  says: `each of ${MUTATIONS.length} wrong changes of the engine makes Prometheus' test scripts fail`,
  needs: `the scripts, at ${DEFAULT_TESTDATA}`,
  async *run() {
    if (!existsSync(DEFAULT_TESTDATA)) throw new CannotRun(`Prometheus' test scripts are not at ${DEFAULT_TESTDATA}`);
    const copy = await copySources();
    try {
      const clean = await firstFailure(copy.folder);
      if (clean !== null) throw new Error(`an eval fails without any change: ${clean}`);
      const unnoticed: string[] = [];
      for (const mutation of MUTATIONS) {
        const caught = await withMutation(copy.folder, mutation, () => firstFailure(copy.folder));
        if (caught === null) unnoticed.push(mutation.why);
        yield `${mutation.why}\n    ${caught === null ? 'NOT NOTICED' : `caught by ${caught}`}`;
      }
      if (unnoticed.length > 0) throw new Error(`not noticed: ${unnoticed.join('; ')}`);
    } finally {
      await copy.remove();
    }
  },
};

/** The file's text with the change. Throws an Error unless `from` occurs exactly once. */
export async function mutated(folder: string, { file, from, to }: Mutation): Promise<string> {
  const parts = (await readFile(join(folder, file), 'utf8')).split(from);
  if (parts.length !== 2)
    throw new Error(`stale mutation: ${file} has ${parts.length - 1} times, not once: ${JSON.stringify(from)}`);
  return parts.join(to);
}

async function withMutation<T>(folder: string, mutation: Mutation, body: () => Promise<T>): Promise<T> {
  const path = join(folder, mutation.file);
  const text = await mutated(folder, mutation);
  const before = await readFile(path, 'utf8');
  await writeFile(path, text);
  try {
    return await body();
  } finally {
    await writeFile(path, before);
  }
}

/** The first failing eval and how many fail, from the copy's own promqltest; null when all pass. */
async function firstFailure(folder: string): Promise<string | null> {
  try {
    await promisify(execFile)(process.execPath, [
      '--conditions=@chimera/source',
      join(folder, 'tools', 'src', 'promqltest.ts'),
      ...['--testdata', DEFAULT_TESTDATA],
    ]);
    return null;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    const total = /^all +(\d+)\/(\d+) passed/m.exec(stdout);
    if (code !== 1 || total === null) throw new Error(`promqltest did not run: ${stderr}`, { cause: error });
    const failed = Number(total[2]) - Number(total[1]);
    return `${stdout.split('\n')[0]} (${failed} ${failed === 1 ? 'eval fails' : 'evals fail'})`;
  }
}

/** Every change can still be made: for the test that runs always. */
export function staleMutations(): Promise<string[]> {
  return Promise.all(
    MUTATIONS.map((mutation) =>
      mutated(inRepo(), mutation).then(
        () => '',
        (error: Error) => error.message,
      ),
    ),
  ).then((messages) => messages.filter((message) => message !== ''));
}
