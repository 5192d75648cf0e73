/** `npm run crds`: writes the operators' CRDs, from their Go modules, beside the components that install them. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { crdFiles } from './schemas/crd-files.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run crds [-- --check]

Writes libs/platform/components/<team>/crds/<system>/*.yaml from the Go modules of the pinned operators
(tools/src/schemas/sources.ts). Needs Go; modules come from Go's cache or its proxy.

  --check  change nothing; exit 1 when a file is stale`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const wanted = await crdFiles();
  const folders = [...new Set([...wanted.keys()].map(dirname))];
  const present = new Map(folders.flatMap((folder) => filesOf(folder)));
  const written = [...wanted].filter(([path, text]) => present.get(path) !== text);
  const gone = [...present.keys()].filter((path) => !wanted.has(path));
  if (values.check) {
    for (const path of [...written.map(([path]) => path), ...gone]) console.error(`stale: ${path}`);
    if (written.length + gone.length > 0) console.error('Write them anew: npm run crds');
    return written.length + gone.length > 0 ? 1 : 0;
  }
  for (const folder of folders) mkdirSync(inRepo(folder), { recursive: true });
  for (const [path, text] of written) writeFileSync(inRepo(path), text);
  for (const path of gone) rmSync(inRepo(path));
  console.log(`${wanted.size} CRDs in ${folders.length} folders; ${written.length} written, ${gone.length} removed.`);
  return 0;
}

/** Path from the repository's root, and text, of each YAML file of a folder; none if it is not there yet. */
function filesOf(folder: string): [string, string][] {
  try {
    return readdirSync(inRepo(folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [join(folder, name), readFileSync(inRepo(folder, name), 'utf8')]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`crds: ${messageOf(error)}`);
  process.exitCode = 1;
}
