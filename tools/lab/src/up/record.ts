/** `lab.json` in the state folder: which processes and addresses a lab has, so that another command finds them. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';

export type LabRecord = {
  /** The first process of the lab's namespaces, as the machine numbers it. */
  readonly pid: number;
  /** When it started, in clock ticks since boot: tells it from a later process with the same number. */
  readonly startTicks: number;
  /** Distinguishes this lab's link and control groups from other labs'. */
  readonly id: string;
  /** Host end of the link to the lab. */
  readonly hostAddress: string;
  /** The lab's end: where the API server, Argo CD and Git answer. */
  readonly address: string;
  /** Set when `up` has come to its end. */
  readonly completedAt?: string;
};

export type LabState = 'absent' | 'running' | 'incomplete' | 'stale';

export function readRecord(paths: LabPaths): LabRecord | undefined {
  const file = recordFile(paths);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as LabRecord;
}

export function writeRecord(paths: LabPaths, record: LabRecord): void {
  const file = recordFile(paths);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** What is left of a lab in the state folder. `stale`: its processes are gone, after a reboot say. */
export function labState(paths: LabPaths): LabState {
  const record = readRecord(paths);
  if (record === undefined) return existsSync(paths.state) ? 'stale' : 'absent';
  if (!isAlive(record)) return 'stale';
  return record.completedAt === undefined ? 'incomplete' : 'running';
}

/** The record of a lab that is up; throws what to do when none is. */
export function runningLab(paths: LabPaths): LabRecord {
  const state = labState(paths);
  if (state !== 'running') throw new LabError(`the lab is not up (${state}): npm run lab -- up`);
  return readRecord(paths) as LabRecord;
}

export function isAlive({ pid, startTicks }: LabRecord): boolean {
  return startTicksOf(pid) === startTicks;
}

/** undefined when there is no such process, or only what a parent has not yet collected of it. */
export function startTicksOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold spaces: fields count from behind it; the state is the third of all.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}

function recordFile(paths: LabPaths): string {
  return join(paths.state, 'lab.json');
}
