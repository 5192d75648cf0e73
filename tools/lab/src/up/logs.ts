/** `lab logs`: the end of what the lab's programs wrote. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { stateFiles } from './layout.ts';

const ONE = 60;
const EACH_OF_ALL = 5;

/** The last lines of one program, or a few of each. */
export function logLines(paths: LabPaths, part?: string): string[] {
  const { logs } = stateFiles(paths);
  const parts = existsSync(logs) ? readdirSync(logs).map((file) => file.replace(/\.log$/, '')) : [];
  if (parts.length === 0) throw new LabError(`no logs in ${logs}: the lab is down`);
  if (part !== undefined && !parts.includes(part)) {
    throw new LabError(`no program '${part}'; there are: ${parts.sort().join(', ')}`);
  }
  const tail = (name: string, count: number): string[] =>
    readFileSync(join(logs, `${name}.log`), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-count);
  if (part !== undefined) return tail(part, ONE);
  return parts.sort().flatMap((name) => [`== ${name}`, ...tail(name, EACH_OF_ALL)]);
}
