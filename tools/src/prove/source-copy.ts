/** A copy of the repository's sources that runs by itself: its packages are its own, third parties' are linked. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { inRepo, ROOT } from '../workspace.ts';

const execute = promisify(execFile);

export type SourceCopy = { readonly folder: string; remove(): Promise<void> };

/** What of the repository is copied: libraries and tools, which is all that the test scripts need. */
const COPIED = ['libs', 'tools', 'package.json'];
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'out-tsc', 'coverage']);

/** `names`: files and folders of the root to copy. */
export async function copySources(names: readonly string[] = COPIED): Promise<SourceCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'chimera-copy-'));
  for (const name of names) {
    await cp(inRepo(name), join(folder, name), {
      recursive: true,
      filter: (source) => !LEFT_OUT.has(basename(source)),
    });
  }
  await linkModules(inRepo('node_modules'), join(folder, 'node_modules'), folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const REPOSITORY = [
  ...['apps', 'clusters', 'docs', 'gitops', 'libs', 'tools', '.github', 'package.json', 'package-lock.json', 'nx.json'],
  ...['tsconfig.json', 'tsconfig.base.json', 'vitest.config.ts', 'vitest.shared.ts', 'eslint.config.mjs', 'biome.json'],
  '.gitignore',
];

/** All of the repository, as the only commit of a Git repository of its own. */
export async function copyRepository(): Promise<SourceCopy> {
  const copy = await copySources(REPOSITORY);
  const git = (...args: string[]) =>
    execute('git', ['-c', 'user.name=test', '-c', 'user.email=test@test', ...args], { cwd: copy.folder });
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-qm', 'copy');
  return copy;
}

/** Links to workspace projects lead to the copy, all others to where they led before. */
export async function linkModules(from: string, to: string, folder: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const source = join(from, name);
    if (name === '@chimera') {
      await linkModules(source, join(to, name), folder);
      continue;
    }
    const real = await realpath(source);
    const inside = relative(ROOT, real);
    const isProject = !inside.startsWith('..') && !inside.startsWith('node_modules');
    await symlink(isProject ? join(folder, inside) : real, join(to, name));
  }
}
