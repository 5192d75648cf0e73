/** The npm workspace as an image build sees it: which packages there are, and what each needs of the others. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Manifest = {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

export type Workspace = {
  readonly root: string;
  readonly manifest: Manifest;
  /** Folder (relative to root) to manifest. */
  readonly packages: ReadonlyMap<string, Manifest>;
};

/** Reads every package.json that the root's `workspaces` names. */
export function readWorkspace(root: string): Workspace {
  const manifest = readManifest(join(root, 'package.json'));
  const files = globSync(
    (manifest.workspaces ?? []).map((pattern) => `${pattern}/package.json`),
    { cwd: root },
  );
  const packages = new Map(files.sort().map((file) => [dirname(file), readManifest(join(root, file))]));
  return { root, manifest, packages };
}

/** The folders given and those of all workspace packages that they depend on at run time, sorted. */
export function foldersWithDependencies(workspace: Workspace, folders: readonly string[]): string[] {
  const byName = new Map([...workspace.packages].map(([folder, { name }]) => [name, folder]));
  const found = new Set<string>();
  const visit = (folder: string): void => {
    if (found.has(folder)) return;
    const manifest = workspace.packages.get(folder);
    if (manifest === undefined) throw new Error(`${folder} is no package of the workspace (package.json, workspaces)`);
    found.add(folder);
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const dependency = byName.get(name);
      if (dependency !== undefined) visit(dependency);
    }
  };
  for (const folder of folders) visit(folder);
  return [...found].sort();
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
