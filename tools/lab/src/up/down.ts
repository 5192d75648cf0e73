/** `lab down`: ends everything and forgets it; works on whatever state a lab was left in. */
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetRemote } from '../git/repository.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { cgroupsLeft, removeCgroups } from './cgroups.ts';
import { removeLink } from './network.ts';
import { isAlive, type LabRecord, readRecord } from './record.ts';

const LIMIT_MS = 120_000;

/** Resolves when no process, mount, link or control group of the lab is left, nor its state folder. */
export async function down(paths: LabPaths): Promise<void> {
  const record = readRecord(paths);
  if (record !== undefined) {
    const deadline = performance.now() + LIMIT_MS;
    // The end of its first process ends every process of a pid namespace, and with the last of them mounts and network go.
    if (isAlive(record)) process.kill(record.pid, 'SIGKILL');
    while (isAlive(record) && performance.now() < deadline) await sleep(20);
    await removeLink(paths, record.id).catch(ignoreGone);
    removeCgroups(record.id);
    while (cgroupsLeft(record.id).length > 0 && performance.now() < deadline) {
      await sleep(50);
      removeCgroups(record.id);
    }
  }
  const left = record === undefined ? [] : leftOf(record);
  if (left.length > 0) {
    throw new LabError(
      `these do not go away: ${left.join(', ')}. Look at what holds them (lsns, fuser), then lab down again`,
    );
  }
  if (existsSync(paths.state)) rmSync(paths.state, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** What `down` means to a person: the lab, and the Git remote that led to it. A stale lab that `up` clears keeps its remote. */
export async function takeDown(paths: LabPaths): Promise<void> {
  const record = readRecord(paths);
  await down(paths);
  if (record !== undefined) await forgetRemote(paths.root, record.address);
}

function leftOf(record: LabRecord): string[] {
  return [...(isAlive(record) ? [`process ${record.pid}`] : []), ...cgroupsLeft(record.id)];
}

/** The kernel removes the link by itself a moment after the namespace: then there is nothing to delete. */
function ignoreGone(): void {}
