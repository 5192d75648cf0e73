/** The part of package-lock.json that some workspace folders need, so that an image's tag changes only with its own packages. */
import type { Manifest } from './workspace.ts';

type LockEntry = {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
};

export type Lock = {
  readonly name: string;
  readonly version: string;
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockEntry>>;
};

export type Pruned = { readonly manifest: object; readonly lock: object };

/**
 * A root package.json and lock that know only `folders` (workspace packages) and the root's packages `buildTools`; both
 * without devDependencies of the folders. Throws when the lock lacks something that is needed.
 */
export function pruneLock(
  lock: Lock,
  root: Manifest,
  folders: readonly string[],
  buildTools: readonly string[],
): Pruned {
  const devDependencies = Object.fromEntries(
    buildTools.map((name) => [name, required(root.devDependencies?.[name], `devDependencies of ${name}`)]),
  );
  const manifest = { name: root.name, private: true, type: 'module', workspaces: folders, devDependencies };
  const kept = new Set<string>();
  const visit = (path: string): void => {
    if (kept.has(path)) return;
    kept.add(path);
    const entry = required(lock.packages[path], `'${path}' in package-lock.json`);
    if (entry.link === true) return visit(required(entry.resolved, `where ${path} leads`));
    for (const name of Object.keys(entry.dependencies ?? {})) visit(required(find(lock, path, name), `${name}`));
    for (const name of [...Object.keys(entry.optionalDependencies ?? {}), ...Object.keys(entry.peerDependencies ?? {})])
      visitIfThere(path, name);
  };
  const visitIfThere = (path: string, name: string): void => {
    const found = find(lock, path, name);
    if (found !== undefined) visit(found);
  };
  for (const folder of folders) {
    visit(folder);
    const link = Object.entries(lock.packages).find(([, { resolved, link }]) => link === true && resolved === folder);
    visit(required(link?.[0], `the link to ${folder} in package-lock.json`));
  }
  for (const name of buildTools) visit(required(find(lock, '', name), `${name} in package-lock.json`));

  const packages: Record<string, object> = { '': manifest };
  for (const path of [...kept].sort()) {
    const { devDependencies: _, ...entry } = lock.packages[path] as LockEntry;
    packages[path] = entry;
  }
  return { manifest, lock: { name: root.name, lockfileVersion: lock.lockfileVersion, requires: true, packages } };
}

/** Where Node would find package `name` from the package at `from`: the nearest node_modules upwards. */
function find(lock: Lock, from: string, name: string): string | undefined {
  let folder = from;
  for (;;) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock.packages[path] !== undefined) return path;
    if (folder === '') return undefined;
    const cut = Math.max(folder.lastIndexOf('/node_modules/'), 0);
    folder = folder.startsWith('node_modules/') && cut === 0 ? '' : folder.slice(0, cut);
  }
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`package-lock.json and package.json do not agree: no ${what}; npm install`);
  return value;
}
