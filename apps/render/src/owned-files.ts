/** Folders that a program owns: it writes what should be there, and deletes everything else. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TreeFile } from '@chimera/platform-render';

export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What differs between the files as they should be and the owned paths on disk. */
export function compareOwned(root: string, owned: readonly string[], files: readonly TreeFile[]): Changes {
  const wanted = new Map(files.map(({ path, text }) => [path, text]));
  const present = owned.flatMap((path) => listFiles(root, path));
  const added = [...wanted.keys()].filter((path) => !existsSync(join(root, path)));
  const changed = present.filter(
    (path) => wanted.has(path) && readFileSync(join(root, path), 'utf8') !== wanted.get(path),
  );
  const removed = present.filter((path) => !wanted.has(path));
  return { added, changed, removed };
}

/** Makes the owned paths hold exactly `files`. */
export function writeOwned(root: string, owned: readonly string[], files: readonly TreeFile[]): Changes {
  const changes = compareOwned(root, owned, files);
  const touched = new Set([...changes.added, ...changes.changed]);
  for (const { path, text } of files) {
    if (!touched.has(path)) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of changes.removed) {
    rmSync(join(root, path));
    removeEmptyFolders(root, dirname(path));
  }
  return changes;
}

/** Files at or below a path, relative to the root, in order. */
function listFiles(root: string, path: string): string[] {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (path.endsWith('.yaml')) return [path];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function removeEmptyFolders(root: string, folder: string): void {
  if (folder === '.' || readdirSync(join(root, folder)).length > 0) return;
  rmdirSync(join(root, folder));
  removeEmptyFolders(root, dirname(folder));
}
