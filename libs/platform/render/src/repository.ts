/** The one file here that touches the machine: the repository's root, and the objects of a commit, read through git. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RenderError, type RenderedFile } from '@chimera/platform-kit';
import { parseAllDocuments } from 'yaml';
import type { CommittedFile } from './guards.ts';

/** The nearest folder above that holds `nx.json`. */
export function repositoryRoot(folder: string): string {
  if (existsSync(join(folder, 'nx.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No nx.json above ${folder}: render runs inside the repository.`);
  return repositoryRoot(parent);
}

/**
 * Rendered objects of a commit; none when the commit has no such folder, or when nothing is committed here at all. Throws
 * RenderError for a commit that does not exist. Texts that `rendered` holds too are not parsed again: mostly all of them, and
 * definitions are large.
 */
export function committedObjects(
  root: string,
  ref: string,
  folder: string,
  rendered: readonly RenderedFile[] = [],
): CommittedFile[] {
  const known = new Map(rendered.map(({ text, object, also = [] }) => [text, [object, ...also]]));
  let listing: string;
  try {
    listing = git(root, ['ls-tree', '-r', '-z', ref, '--', folder]);
  } catch {
    if (ref === 'HEAD') return [];
    throw new RenderError(
      'invalid-name',
      `--base: "${ref}" is no commit of this repository. Name another: git log --oneline`,
    );
  }
  const entries = listing
    .split('\0')
    .filter((line) => line.endsWith('.yaml') && !line.includes('/inventory/'))
    .map((line) => ({ hash: line.split(/\s+/)[2] as string, path: line.slice(line.indexOf('\t') + 1) }));
  if (entries.length === 0) return [];
  const batch = execFileSync('git', ['cat-file', '--batch'], {
    cwd: root,
    input: `${entries.map(({ hash }) => hash).join('\n')}\n`,
    maxBuffer: 1 << 28,
  });
  const files: CommittedFile[] = [];
  let offset = 0;
  for (const { path } of entries) {
    const end = batch.indexOf(10, offset);
    const size = Number(batch.toString('utf8', offset, end).split(' ')[2]);
    const text = batch.toString('utf8', end + 1, end + 1 + size);
    offset = end + 1 + size + 1;
    const objects = known.get(text) ?? parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS());
    for (const object of objects) files.push({ path, object: object as CommittedFile['object'] });
  }
  return files;
}

function git(root: string, args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
