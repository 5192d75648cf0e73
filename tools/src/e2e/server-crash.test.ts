/** The server alone is killed under a live seeder: it must be unready until it is seeded again, and then whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { mytsdb } from '../bench/peers.ts';
import { freePort } from '../bench/server.ts';
import { createClient } from '../start/client.ts';
import { GENERATOR } from '../start/flags.ts';
import { spawnProgram } from '../workspace.ts';

const processes: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'chimera-crash-'));

afterEach(async () => {
  for (const child of processes) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('close', resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited 60 s for ${what}`);
    await sleep(50);
  }
}

test('a killed server is unready until seeded again', async () => {
  const port = await freePort();
  const database = await mytsdb('--expect-seed');
  const start = (): ChildProcess => {
    const child = spawn(database.command, [...database.args(port, join(folder, 'data'))], { stdio: 'ignore' });
    processes.push(child);
    return child;
  };
  const client = createClient(`http://127.0.0.1:${port}`);
  const ready = () => client.isOk('/-/ready');
  const count = async () => (await client.query('sum(count_over_time(up[1h]))'))[0]?.value ?? 0;

  const first = start();
  await until('the server', () => client.isOk('/health'));
  const seed = [
    '--target',
    `127.0.0.1:${database.flightPort}`,
    '--days',
    '0.02',
    '--interval',
    '5',
    '--metrics',
    '90',
    '--follow',
  ];
  processes.push(spawnProgram(GENERATOR, seed, { stdio: 'ignore' }));
  await until('the first seed', ready);
  const before = await count();
  expect(before).toBeGreaterThan(10_000);

  first.kill('SIGKILL');
  await new Promise((resolve) => first.once('close', resolve));
  start();
  await until('the second server', () => client.isOk('/health'));
  // From now on: never ready with less than the whole set.
  const statesSeen = new Set<boolean>();
  await until('the second seed', async () => {
    const isReady = await ready();
    statesSeen.add(isReady);
    return isReady;
  });
  expect(statesSeen.has(false)).toBe(true);
  expect(await count()).toBeGreaterThanOrEqual(before);

  // And live: the follower goes on.
  const now = await count();
  await until('live samples', async () => (await count()) > now);
}, 150_000);
