/** The build context on disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Inputs } from './inputs.ts';

/** Writes the files of a build context. */
export function writeContext(inputs: Inputs, folder: string): void {
  for (const [path, bytes] of inputs) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
