/** The server as a process: flags, life cycle, ports, the end. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runMain, type ServerProcess, startServerProcess } from './testing/server-process.ts';

let folder: string;
const servers: ServerProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mytsdb-main-'));
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(args: string[] = [], env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await startServerProcess(args, env);
  servers.push(server);
  return server;
}

test('wrong flags and variables: all at once, with suggestions, exit 2', async () => {
  const args = [
    '--http-prot',
    '1',
    '--retention',
    'long',
    '--query-workers=many',
    'stray',
    '--no-host',
    '--max-memory',
  ];
  const { code, stderr } = await runMain(args, { MYTSDB_HTTP_PROT: '1', MYTSDB_EXPECT_SEED: 'maybe' });
  expect(stderr.split('\n')).toEqual([
    'mytsdb: unknown variable MYTSDB_HTTP_PROT. Did you mean MYTSDB_HTTP_PORT?',
    'mytsdb: unknown flag --http-prot. Did you mean --http-port?',
    "mytsdb: unexpected argument 'stray'. Flags start with --.",
    'mytsdb: unknown flag --no-host. Did you mean --host?',
    'mytsdb: --max-memory needs a value.',
    "mytsdb: MYTSDB_EXPECT_SEED takes true or false; got 'maybe'.",
    "mytsdb: --retention takes a duration of at least 1m such as 15d, 1h30m or 500ms; got 'long'.",
    "mytsdb: --query-workers takes a whole number from 0 to 64; got 'many'.",
    'mytsdb --help lists all flags.',
    '',
  ]);
  expect(code).toBe(2);
});

test('--version tells ours and what it is compatible with, exit 0', async () => {
  const { code, stdout } = await runMain(['--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^mytsdb \d+\.\d+\.\d+ \(API of Prometheus 3\.\d+\.\d+; Node v24\..*\)\n$/);
});

test('--help lists every flag with its variable, exit 0', async () => {
  const { code, stdout } = await runMain(['--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/--http-port PORT +.*\[9090\]\n +MYTSDB_HTTP_PORT/);
  expect(stdout).toContain('MYTSDB_QUERY_MAX_RESULT_BYTES');
});

test('a server without a seeder is ready as it serves, and SIGTERM ends it with 0', async () => {
  const server = await start(['--ready-file', join(folder, 'ready')]);
  expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
  expect(existsSync(join(folder, 'ready'))).toBe(true);
  expect(readFileSync(join(server.dataDir, 'lock'), 'utf8').trim()).toBe(String(server.process.pid));
  const { code, stdout } = await server.stop();
  expect(code).toBe(0);
  expect(stdout).toContain('"msg":"stopped"');
  expect(existsSync(join(folder, 'ready'))).toBe(false);
  expect(existsSync(join(server.dataDir, 'lock'))).toBe(false);
});

test('until seeded the API is behind the gate; health, metrics and writing are not', async () => {
  writeFileSync(join(folder, 'ready'), 'left behind');
  const server = await start(['--ready-file', join(folder, 'ready')], { MYTSDB_EXPECT_SEED: 'true' });
  const gate = await fetch(`${server.url}/api/v1/query?query=1`);
  expect(gate.status).toBe(503);
  expect(gate.headers.get('x-prometheus-stopping')).toBe('false');
  expect(await gate.text()).toBe('Service Unavailable');
  const ready = await fetch(`${server.url}/-/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.text()).toBe('Service Unavailable: waiting for a seeder: nobody has begun to seed yet\n');
  for (const path of ['/health', '/-/healthy', '/metrics', '/']) {
    expect((await fetch(server.url + path)).status, path).toBe(200);
  }
  const write = await fetch(`${server.url}/api/v1/write`, { method: 'POST', body: new Uint8Array([0]) });
  expect(write.status).toBeLessThan(500);
  expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('mytsdb_state{state="seeding"} 1\n');
  expect(existsSync(join(folder, 'ready'))).toBe(false);
});

test('a port in use: which, and what to do; exit 1', async () => {
  const occupied = createServer();
  await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
  const { port } = occupied.address() as { port: number };
  const base = ['--host', '127.0.0.1', '--data-dir', join(folder, 'data'), '--address', '127.0.0.1:0'];
  const http = await runMain([...base, '--http-port', String(port), '--arrow-port', '0']);
  expect(http.stderr).toBe(
    `mytsdb: port ${port} (HTTP) is in use. Stop the program that has it, or choose another: --http-port ${port + 1}\n`,
  );
  expect(http.code).toBe(1);
  const flight = await runMain([...base, '--http-port', '0', '--arrow-port', String(port)]);
  expect(flight.stderr).toContain(`port ${port} (Arrow Flight) is in use`);
  expect(flight.code).toBe(1);
  expect(existsSync(join(folder, 'data', 'lock'))).toBe(false);
  occupied.close();
});

test('the data directory: one server at a time, wiped at start, a dead holder is no obstacle', async () => {
  const server = await start();
  const second = await runMain(['--data-dir', server.dataDir, '--http-port', '0', '--arrow-port', '0']);
  expect(second.code).toBe(1);
  expect(second.stderr).toBe(
    `mytsdb: the data directory '${server.dataDir}' belongs to the running process ${server.process.pid}. Stop it (kill ${server.process.pid}), or choose another: --data-dir DIR\n`,
  );
  const token = readFileSync(join(server.dataDir, 'start-token'), 'utf8');
  server.process.kill('SIGKILL');
  await server.stop();
  writeFileSync(join(server.dataDir, 'old'), 'x');
  const again = await startServerProcess([], {}, server.dataDir);
  servers.push(again);
  expect(readFileSync(join(again.dataDir, 'start-token'), 'utf8')).not.toBe(token);
  expect(existsSync(join(again.dataDir, 'old'))).toBe(false);
});

test('a data directory that cannot be: exit 1 with the next step', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { code, stderr } = await runMain(['--data-dir', join(folder, 'file', 'below')]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^mytsdb: cannot use the data directory .*Choose one that this user can write: --data-dir DIR\n$/,
  );
});
