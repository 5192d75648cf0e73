/** `npm start` as a user runs it, with a small data set on ports of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freePort } from '../bench/server.ts';
import { createClient } from '../start/client.ts';
import { inRepo, ROOT } from '../workspace.ts';

type Started = { process: ChildProcess; httpPort: number; output: () => string; exit: Promise<number | null> };

const started: ChildProcess[] = [];

/** Of the runs; what they leave behind is told by the port. */
const httpPorts: number[] = [];

afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});

afterAll(() => {
  for (const port of httpPorts) {
    for (const folder of [inRepo('.chimera', 'logs', `${port}`), inRepo('.chimera', `mytsdb-${port}`)])
      rmSync(folder, { recursive: true, force: true });
  }
});

async function start(...args: string[]): Promise<Started> {
  const [http, arrow, otlp, otlpHttp] = [await freePort(), await freePort(), await freePort(), await freePort()];
  httpPorts.push(http);
  const ports = [
    '--http-port',
    `${http}`,
    '--arrow-port',
    `${arrow}`,
    '--address',
    `127.0.0.1:${otlp}`,
    '--otlp-http-port',
    `${otlpHttp}`,
  ];
  const child = spawn(
    process.execPath,
    [inRepo('tools', 'bootstrap.mjs'), 'start', '--days', '0.05', ...ports, ...args],
    { cwd: ROOT },
  );
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { process: child, httpPort: http, output: () => output, exit };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('waited 60 s');
    await sleep(50);
  }
}

test('--once seeds, proves, prints and exits with 0', async () => {
  const { exit, output } = await start('--once');
  expect([await exit, output()]).toEqual([0, expect.stringMatching(/Samples +1,0\d\d,\d+\n[^]*requests\/s/)]);
  for (const line of ['Web page', 'PromQL API', 'OTLP/gRPC', 'OTLP/HTTP', 'Arrow Flight', 'Server memory'])
    expect(output()).toContain(line);
}, 120_000);

test('a data set that ended long ago, and has other metrics than the proof asks for, comes up too', async () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const { exit, output } = await start('--once', '--no-sample-app', '--end', yesterday, '--metrics', '5');
  expect([await exit, output()]).toEqual([0, expect.stringContaining('Ready after')]);
}, 120_000);

test('it stays live until it is interrupted, and then stops everything', async () => {
  const { process: child, exit, output, httpPort } = await start('--interval', '5');
  await until(() => output().includes('Live until Ctrl-C'));
  const client = createClient(`http://127.0.0.1:${httpPort}`);
  const newest = async () => (await client.query('max(timestamp(up{job="kubernetes-pods"}))'))[0]?.value ?? 0;
  const before = await newest();
  await until(async () => (await newest()) > before);
  expect(await client.query('http_requests_active{job="demo/sample-app"}')).not.toEqual([]);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(await client.isOk('/health')).toBe(false);
}, 120_000);

test('a program that dies is named, with its last words and exit code 1', async () => {
  const { exit, output, process: child } = await start();
  await until(() => output().includes('Live until Ctrl-C'));
  const children = pidsBelow(child.pid ?? 0);
  const sampleApp = children.find(({ command }) => command.includes('sample-app'));
  process.kill(sampleApp?.pid ?? 0, 'SIGKILL');
  expect(await exit).toBe(1);
  expect(output()).toContain('sample-app was ended by SIGKILL');
}, 120_000);

test('a port in use is named, with the way out, before anything starts', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as { port: number };
  const { exit, output } = await start('--http-port', `${port}`);
  expect(await exit).toBe(1);
  blocker.close();
  expect(output()).toContain(`Port ${port} (HTTP) is in use.\n`);
  expect(output()).toMatch(/or choose other ports: npm start -- --http-port \d+\n/);
}, 60_000);

test('a wrong flag is refused with exit code 2', async () => {
  const { exit, output } = await start('--pre-set', 'small');
  expect(await exit).toBe(2);
  expect(output()).toContain("unknown flag --pre-set, small. 'npm start -- --help' lists the flags.");
}, 60_000);

test('a wrong value is told by the program that takes the flag, with where its flags are listed', async () => {
  const { exit, output } = await start('--retention', '1q');
  expect(await exit).toBe(1);
  expect(output()).toContain("--retention takes a duration of at least 1m such as 15d, 1h30m or 500ms; got '1q'.");
  expect(output()).toContain("mytsdb does not take these flags. 'npm start -- --help'");
}, 60_000);

/** Processes whose ancestor is `pid`, from /proc; the programs run in groups of their own, but are children still. */
function pidsBelow(pid: number): { pid: number; command: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        return [];
      }
    });
  const below = (ancestor: number): typeof all =>
    all.filter(({ parent }) => parent === ancestor).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}
