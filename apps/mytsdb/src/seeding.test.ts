/** Readiness belongs to the server: a seeder that vanishes, one that comes back, and what it left behind. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, SERIES, seedAll, sendSeed } from './testing/seed.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

const STEPS = 40;
let folder: string;
let server: ServerProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mytsdb-seeding-'));
  server = await startServerProcess(['--expect-seed', '--ready-file', join(folder, 'ready')]);
});

afterEach(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const state = async () =>
  (await (await fetch(`${server.url}/-/state`)).json()) as {
    state: string;
    reason: string;
    percent: number | null;
    startToken: string;
  };

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const count = async (query: string): Promise<string | undefined> => {
  const response = await fetch(`${server.url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return data.result[0]?.value[1];
};

test('unready until the seeder says that it is complete; the ready file holds the start token', async () => {
  const client = await connect(server.flightTarget);
  const put = await sendSeed(client, STEPS);
  await put.finish();
  expect(await state()).toMatchObject({
    state: 'seeding',
    percent: 100,
    reason: `seeding: ${SERIES * STEPS} samples, 100 %`,
  });
  expect((await fetch(`${server.url}/-/ready`)).status).toBe(503);
  expect(existsSync(join(folder, 'ready'))).toBe(false);
  const health = await client.action<{ state: string; start_token: string }>('seed_complete');
  client.close();
  expect(health.state).toBe('ready');
  expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
  expect(readFileSync(join(folder, 'ready'), 'utf8').trim()).toBe(health.start_token);
  expect(await count('count({__name__=~".+"})')).toBe(String(SERIES));
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain(`\nmytsdb_series ${SERIES}\n`);
  expect(metrics).toContain(`\nmytsdb_samples ${SERIES * STEPS}\n`);
  expect(metrics).toContain(`\nmytsdb_ingested_samples_total{protocol="flight"} ${SERIES * STEPS}\n`);
});

test('a vanished seeder leaves it unready with the reason, and the next one starts over', async () => {
  const client = await connect(server.flightTarget);
  const put = await sendSeed(client, STEPS, 2 * STEPS);
  await until(async () => (await state()).percent === 50);
  put.cancel();
  await until(async () => (await state()).reason.includes('went away'));
  client.close();
  const ready = await fetch(`${server.url}/-/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.text()).toMatch(
    /^Service Unavailable: the seeder went away after \d+ samples .*the next one starts over\n$/,
  );
  // A shorter seed: had the half seed stayed, its older samples would be counted too.
  await seedAll(server.flightTarget, 10);
  expect((await state()).state).toBe('ready');
  expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(`\nmytsdb_samples ${SERIES * 10}\n`);
});

test('killed and started again alone, it is unready until seeded again', async () => {
  await seedAll(server.flightTarget, STEPS);
  const first = await state();
  expect(existsSync(join(folder, 'ready'))).toBe(true);
  server.process.kill('SIGKILL');
  await server.stop();
  const again = await startServerProcess(['--expect-seed', '--ready-file', join(folder, 'ready')], {}, server.dataDir);
  server = again;
  expect(existsSync(join(folder, 'ready'))).toBe(false);
  const second = await state();
  expect(second.state).toBe('seeding');
  expect(second.startToken).not.toBe(first.startToken);
  await seedAll(server.flightTarget, STEPS);
  expect((await state()).state).toBe('ready');
});

test('clear is refused without --enable-admin', async () => {
  const client = await connect(server.flightTarget);
  await expect(client.action('clear')).rejects.toThrow('--enable-admin');
  client.close();
});
