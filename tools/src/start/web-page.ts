/** Builds the web UI when its bundle is missing or older than its sources. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bin, inRepo, run } from '../workspace.ts';

/** Throws when the build fails. */
export async function ensureWebPage(): Promise<void> {
  const app = inRepo('apps', 'mytsdb-ui');
  const built = modified(join(app, 'dist', 'index.html'));
  const sources = [join(app, 'index.html'), join(app, 'package.json'), ...filesBelow(join(app, 'src'))];
  if (sources.every((file) => modified(file) <= built)) return;
  console.log('Building the web page ...');
  const code = await run(bin('vite'), ['build', app, '--logLevel', 'warn']);
  if (code !== 0) throw new Error(`the web page could not be built (vite exited with ${code}; its message is above)`);
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
