/** A command that owns folders of generated files: it writes what is stale, deletes the rest, or only checks. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { inRepo } from '../workspace.ts';

export type Generator = {
  /** As in `npm run <command>`. */
  readonly command: string;
  readonly help: string;
  /** What the files are called in messages, in the plural. */
  readonly what: string;
  /** Which files of the folders are generated. */
  readonly extension: '.yaml' | '.json';
  /** The files as they should be: path from the repository's root to text. */
  files(): Promise<ReadonlyMap<string, string>>;
};

/** Runs the command; resolves to its exit code. */
export async function runGenerator(generator: Generator, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(generator.help);
    return 0;
  }
  const wanted = await generator.files();
  const folders = [...new Set([...wanted.keys()].map((path) => dirname(path)))];
  const present = new Map(folders.flatMap((folder) => filesOf(folder, generator.extension)));
  const stale = [...wanted].filter(([path, text]) => present.get(path) !== text);
  const gone = [...present.keys()].filter((path) => !wanted.has(path));
  if (values.check) {
    for (const path of [...stale.map(([path]) => path), ...gone]) console.error(`stale: ${path}`);
    if (stale.length + gone.length === 0) return 0;
    console.error(`Write them anew: npm run ${generator.command}`);
    return 1;
  }
  for (const folder of folders) mkdirSync(inRepo(folder), { recursive: true });
  for (const [path, text] of stale) writeFileSync(inRepo(path), text);
  for (const path of gone) rmSync(inRepo(path));
  console.log(`${wanted.size} ${generator.what}; ${stale.length} written, ${gone.length} removed.`);
  return 0;
}

/** Path and text of each file of a folder; none if the folder is not there yet. */
function filesOf(folder: string, extension: string): [string, string][] {
  try {
    return readdirSync(inRepo(folder))
      .filter((name) => name.endsWith(extension))
      .map((name) => [join(folder, name), readFileSync(inRepo(folder, name), 'utf8')]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
