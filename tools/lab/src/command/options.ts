/** Flags that every lab command takes. */
import { parseArgs } from 'node:util';
import { type LabPaths, labPaths } from '../paths.ts';

export type LabArguments = {
  readonly command: string;
  readonly rest: readonly string[];
  readonly help: boolean;
  readonly paths: LabPaths;
};

/** Throws with Node's message at an unknown flag. What follows `--` goes to `rest`. */
export function parseLabArguments(root: string, args: readonly string[]): LabArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { dir: { type: 'string' }, cache: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [command = '', ...rest] = positionals;
  const { dir, cache, help = false } = values;
  return { command, rest, help, paths: labPaths(root, { ...(dir && { dir }), ...(cache && { cache }) }) };
}
