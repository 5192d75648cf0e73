/** Everything an image is built from: the build context, file by file, and the tag that names its contents. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnImage } from './own-images.ts';
import { type Lock, pruneLock } from './pruned-lock.ts';
import { foldersWithDependencies, readWorkspace } from './workspace.ts';

/** Path in the build context to contents, sorted by path. */
export type Inputs = ReadonlyMap<string, Buffer>;

/** Packages of the root's devDependencies that the Dockerfiles use. */
const BUILD_TOOLS = ['vite'];
const ROOT_FILES = ['tsconfig.base.json'];
/** What a package's folder may hold that its image never sees. */
const LEFT_OUT =
  /(^|\/)(node_modules|dist|out-tsc|testdata)(\/|$)|\.(test|bench)\.tsx?$|\.md$|(^|\/)Dockerfile$|(^|\/)vitest\.config\.ts$/;

/** Reads the working copy; a change of a test, of documentation, or of a package the image does not use changes nothing. */
export function readInputs(root: string, image: OwnImage): Inputs {
  const workspace = readWorkspace(root);
  const folders = foldersWithDependencies(workspace, image.packages);
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const pruned = pruneLock(lock, workspace.manifest, folders, BUILD_TOOLS);
  const files = new Map<string, Buffer>([
    ['package.json', json(pruned.manifest)],
    ['package-lock.json', json(pruned.lock)],
    ['Dockerfile', readFileSync(join(root, image.app, 'Dockerfile'))],
  ]);
  for (const file of ROOT_FILES) files.set(file, readFileSync(join(root, file)));
  for (const folder of folders) {
    for (const name of globSync('**/*', { cwd: join(root, folder), exclude: (path) => LEFT_OUT.test(path) })) {
      const path = join(folder, name);
      if (!LEFT_OUT.test(path) && statSync(join(root, path)).isFile()) files.set(path, readFileSync(join(root, path)));
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** 12 hex digits of a hash of names and contents. */
export function tagOf(inputs: Inputs): string {
  const hash = createHash('sha256');
  for (const [path, bytes] of inputs) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex').slice(0, 12);
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
