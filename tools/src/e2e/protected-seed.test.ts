/** A server behind TLS and tokens is seeded by the generator that is given both, and by no other. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mytsdb } from '../bench/peers.ts';
import { freePort } from '../bench/server.ts';
import { GENERATOR } from '../start/flags.ts';
import { inRepo, spawnProgram } from '../workspace.ts';

const TLS = inRepo('apps', 'mytsdb', 'src', 'protection', 'testdata', 'tls');
const CA = join(TLS, 'ca.crt');
const TOKEN = 'a-token-of-this-test';

const folder = mkdtempSync(join(tmpdir(), 'chimera-protected-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

let target: string;
let stop: () => Promise<unknown>;

beforeAll(async () => {
  const hash = createHash('sha256').update(TOKEN).digest('hex');
  const config = {
    tls_server_config: { cert_file: join(TLS, 'server.crt'), key_file: join(TLS, 'server.key') },
    bearer_tokens: { seeder: `sha256:${hash}` },
  };
  // JSON is YAML.
  const database = await mytsdb('--expect-seed', '--web.config.file', file('web.yml', JSON.stringify(config)));
  target = `127.0.0.1:${database.flightPort}`;
  const args = database.args(await freePort(), join(folder, 'data'));
  const server = spawn(database.command, [...args], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('close', resolve));
  stop = () => {
    server.kill();
    return ended;
  };
});

afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

async function seed(...args: string[]): Promise<{ code: number | null; said: string }> {
  const set = ['--metrics', '1', '--days', '0.001', '--anomalies-file', join(folder, 'anomalies.json')];
  const child = spawnProgram(GENERATOR, ['--target', target, ...set, ...args]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

const token = (name: string, text: string): string[] => ['--token-file', file(name, `${text}\n`)];

test('with authorities and token', async () => {
  const { code, said } = await seed('--tls-ca-file', CA, ...token('right', TOKEN));
  expect(said).toContain('the server acknowledged 200 samples (0 rejected)');
  expect(code).toBe(0);
});

test('without a token, or with another: refused at once', async () => {
  for (const given of [[], token('wrong', 'another')]) {
    const { code, said } = await seed('--tls-ca-file', CA, ...given);
    expect(said).toMatch(/Arrow Flight at \S+ refuses: .*--token-file FILE/);
    expect(said).not.toContain(TOKEN);
    expect(code).toBe(1);
  }
});

test('without authorities, or with others: not reached', async () => {
  for (const given of [[], ['--tls-ca-file', join(TLS, 'stranger.crt')]]) {
    const { code, said } = await seed(...given, ...token('right', TOKEN), '--wait', '2');
    expect(said).toMatch(/no Arrow Flight at .* after 2 s .*--tls-ca-file/);
    expect(code).toBe(1);
  }
});
