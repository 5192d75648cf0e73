/** One command at a time changes a lab. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { startTicksOf } from './record.ts';

/** Runs `work` alone; throws when another process is at it. The lock of a process that was killed does not count. */
export async function withLock<T>(paths: LabPaths, what: string, work: () => Promise<T>): Promise<T> {
  const file = `${paths.state}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${process.pid} ${startTicksOf(process.pid)} ${what}`;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      break;
    } catch {
      const [pid = '', ticks = '', other = ''] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : [];
      if (attempt > 2 || (pid !== '' && startTicksOf(Number(pid)) === Number(ticks))) {
        throw new LabError(`'lab ${other}' (process ${pid}) is at work on ${paths.state}: wait for it, or end it`);
      }
      rmSync(file, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
