import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { labPaths } from '../paths.ts';
import { withLock } from './lock.ts';
import { labState, runningLab, startTicksOf, writeRecord } from './record.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const paths = () => labPaths(folder, { dir: folder });
const record = (pid: number, more: object = {}) => ({
  pid,
  startTicks: startTicksOf(process.pid) as number,
  id: 'x',
  hostAddress: '',
  address: '',
  ...more,
});

test('one at a time, and the next when that has ended, well or not', async () => {
  const seen: string[] = [];
  await withLock(paths(), 'up', async () => {
    await expect(withLock(paths(), 'down', async () => seen.push('never'))).rejects.toThrow(
      `'lab up' (process ${process.pid}) is at work on`,
    );
  });
  await expect(withLock(paths(), 'up', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await withLock(paths(), 'down', async () => seen.push('then'));
  expect(seen).toEqual(['then']);
  expect(existsSync(`${paths().state}.lock`)).toBe(false);
});

test('the lock of a process that is gone, or whose number another one has, does not count', async () => {
  writeFileSync(`${paths().state}.lock`, `${process.pid} 1 up`);
  expect(await withLock(paths(), 'up', async () => 'in')).toBe('in');
  writeFileSync(`${paths().state}.lock`, '');
  expect(await withLock(paths(), 'up', async () => 'in')).toBe('in');
});

test('a state is absent, incomplete, running or stale, and only a running one is used', () => {
  expect(labState(paths())).toBe('absent');
  mkdirSync(paths().state);
  expect(labState(paths())).toBe('stale');
  writeRecord(paths(), record(process.pid));
  expect(labState(paths())).toBe('incomplete');
  expect(() => runningLab(paths())).toThrow('the lab is not up (incomplete): npm run lab -- up');
  writeRecord(paths(), record(process.pid, { completedAt: 'now' }));
  expect(runningLab(paths()).pid).toBe(process.pid);
  // The number of the process is in use again, by one that started at another time.
  writeRecord(paths(), { ...record(process.pid, { completedAt: 'now' }), startTicks: 1 });
  expect(labState(paths())).toBe('stale');
});
