/** Fetches a Go module through the Go command, which checks it against the checksum database. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type GoModule, nameOf } from './sources.ts';

const runFile = promisify(execFile);

/** Downloads the module unless Go's cache has it; resolves to its unpacked folder. Needs Go on PATH. */
export async function fetchModule(source: GoModule): Promise<string> {
  const name = nameOf(source);
  let text: string;
  try {
    text = (await runFile('go', ['mod', 'download', '-json', name], { maxBuffer: 16 << 20 })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error('Go is not on PATH, and modules are fetched with it. Install Go 1.24 or later and try again.', {
        cause: error,
      });
    throw new Error(`go mod download ${name} failed. Check the network to the Go module proxy and try again.`, {
      cause: error,
    });
  }
  const { Dir: folder, Error: reason } = JSON.parse(text) as { Dir?: string; Error?: string };
  if (folder === undefined) throw new Error(`go mod download ${name}: ${reason ?? 'no folder in its answer'}`);
  return folder;
}
