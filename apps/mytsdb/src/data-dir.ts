/**
 * The data directory: a lock that keeps a second server out, and a start token that tells one start from the next. The
 * store itself is memory, so everything else in the directory is wiped at start.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@chimera/errors';
import { StartError } from './start-error.ts';

export type DataDir = {
  /** Differs for each start; a seeder that sees another one seeds again. */
  readonly startToken: string;
  /** Gives the lock back. */
  release(): void;
};

const LOCK = 'lock';
const TOKEN = 'start-token';

/** Throws {@link StartError} when the directory cannot be used or another live process holds it. */
export function openDataDir(path: string): DataDir {
  const lock = join(path, LOCK);
  try {
    mkdirSync(path, { recursive: true });
    takeLock(lock, path);
    for (const entry of readdirSync(path)) if (entry !== LOCK) rmSync(join(path, entry), { recursive: true });
    const startToken = randomUUID();
    writeFileSync(join(path, TOKEN), `${startToken}\n`);
    return { startToken, release: () => rmSync(lock, { force: true }) };
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(
      `cannot use the data directory '${path}': ${messageOf(cause)}. Choose one that this user can write: --data-dir DIR`,
      { cause },
    );
  }
}

function takeLock(lock: string, path: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(lock, 'utf8'));
    if (attempt > 0 || isAlive(holder)) {
      throw new StartError(
        `the data directory '${path}' belongs to the running process ${holder}. Stop it (kill ${holder}), or choose another: --data-dir DIR`,
      );
    }
    // The holder was killed and left its lock behind.
    rmSync(lock);
  }
}

function isAlive(pid: number): boolean {
  // In a container each start may have the same pid: a lock with our own is left over.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
