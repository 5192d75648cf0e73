/** Our own programs take what their rendered pods give them: every flag and variable, and the server starts with them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../workspace.ts';

interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string }[];
}

const FOLDER = 'gitops/kind-local/components/observability';
const NODE = ['--conditions=@chimera/source'];

function containers(file: string): readonly Container[] {
  const { spec } = parse(readFileSync(join(ROOT, FOLDER, file), 'utf8')) as {
    spec: { template: { spec: { containers: readonly Container[] } } };
  };
  return spec.template.spec.containers;
}

function container(file: string, name: string): Container {
  const found = containers(file).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${file} has no container ${name}`);
  return found;
}

const MYTSDB = 'mytsdb/deployment.mytsdb.mytsdb.yaml';

test.each([
  [MYTSDB, 'mytsdb', 'apps/mytsdb/src/main.ts'],
  [MYTSDB, 'k8s-seed', 'apps/k8s-data-generator/src/main.ts'],
  ['sample-app/deployment.mytsdb.sample-app.yaml', 'sample-app', 'apps/sample-app/src/main.ts'],
])('%s: the help of %s names what it is given', async (file, name, program) => {
  const { args = [], env = [] } = container(file, name);
  const { stdout } = await promisify(execFile)(process.execPath, [...NODE, join(ROOT, program), '--help']);
  const words = new Set(stdout.split(/[\s,]+/));
  expect(args.map((argument) => argument.split('=')[0]).filter((flag) => !words.has(flag as string))).toEqual([]);
  expect(env.map((variable) => variable.name).filter((variable) => !stdout.includes(variable))).toEqual([]);
  expect(args.length + env.length).toBeGreaterThan(2);
});

test('MyTSDB starts with its rendered arguments, and waits for its seed', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'own-pods-'));
  const args = (container(MYTSDB, 'mytsdb').args ?? []).map((argument) =>
    argument
      .replace(/(port)=\d+$/, '$1=0')
      .replace('--address=0.0.0.0:4317', '--address=127.0.0.1:0')
      .replace('--host=0.0.0.0', '--host=127.0.0.1')
      .replace(/=\/(data|ready)/, `=${folder}/$1`),
  );
  const server = spawn(process.execPath, [...NODE, join(ROOT, 'apps/mytsdb/src/main.ts'), ...args]);
  try {
    const port = await httpPort(server.stdout);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    const ready = await fetch(`http://127.0.0.1:${port}/-/ready`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('seed')]);
  } finally {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Reads on afterwards: a server whose output nobody takes could not say that it stops. */
function httpPort(output: NodeJS.ReadableStream): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.on('data', (chunk) => {
      text += String(chunk);
      const [, port] = /"HTTP":(\d+)/.exec(text) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    output.on('end', () => reject(new Error(`the server ended before it listened:\n${text}`)));
  });
}
