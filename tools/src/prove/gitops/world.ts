/** What the checks act on: a running cluster, and a clone of the repository that they may change and push. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kindLocal } from '@chimera/clusters';
import type { RunningCluster } from '@chimera/lab';
import { ROOT } from '../../workspace.ts';
import { linkModules } from '../source-copy.ts';

const execute = promisify(execFile);

export type World = {
  readonly cluster: RunningCluster;
  /** The cluster of clusters/ whose tree runs. */
  readonly running: string;
  /** A clone at the commit under proof; `gitops/` of this folder is what Argo CD sees after a push. */
  readonly folder: string;
  /** Changes a file of the clone; throws when nothing changed. */
  edit(path: string, change: (text: string) => string): Promise<void>;
  /** Writes a file of the clone. */
  write(path: string, text: string): Promise<void>;
  /** Runs render in the clone; throws with what it says when a guard is broken. */
  render(): Promise<string>;
  /** Commits everything and pushes; resolves to the commit's id. */
  push(message: string): Promise<string>;
  /** Makes the clone and the branch what they were at first. */
  reset(): Promise<void>;
  remove(): Promise<void>;
};

/** Clones the working copy's commit: what is not committed is not proved. */
export async function openWorld(cluster: RunningCluster): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'chimera-gitops-'));
  const run = async (program: string, args: readonly string[]): Promise<string> => {
    const { stdout } = await execute(program, [...args], { cwd: folder, maxBuffer: 1 << 26 });
    return stdout;
  };
  const git = (...args: string[]) => run('git', ['-c', 'user.name=proof', '-c', 'user.email=proof@localhost', ...args]);
  await execute('git', ['clone', '--quiet', '--no-hardlinks', ROOT, folder]);
  await linkModules(join(ROOT, 'node_modules'), join(folder, 'node_modules'), folder);
  const first = (await git('rev-parse', 'HEAD')).trim();
  return {
    cluster,
    running: kindLocal.name,
    folder,
    async edit(path, change) {
      const file = join(folder, path);
      const before = await readFile(file, 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`the edit of ${path} changed nothing: the proof no longer fits the file`);
      await writeFile(file, after);
    },
    write: (path, text) => writeFile(join(folder, path), text),
    render: () =>
      run(process.execPath, ['--conditions=@chimera/source', join(folder, 'apps', 'render', 'src', 'main.ts')]),
    async push(message) {
      await git('add', '-A');
      await git('commit', '--quiet', '-m', message);
      return await cluster.git.push(folder);
    },
    async reset() {
      await git('reset', '--quiet', '--hard', first);
      await cluster.git.push(folder);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
