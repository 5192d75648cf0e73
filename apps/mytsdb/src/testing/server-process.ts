/** Starts the real server as a process, on free ports, for end-to-end tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type ServerProcess = {
  readonly url: string;
  readonly flightTarget: string;
  readonly otlpTarget: string;
  readonly otlpHttpUrl: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Ended>;
  /** Removes its data directory; kills it when it still runs. */
  dispose(): Promise<void>;
};

/** Runs the program to its end, for starts that are to fail. */
export async function runMain(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return await ended(launch(args, env));
}

/** Starts on free ports with a data directory of its own, and waits until it serves. */
export async function startServerProcess(
  args: readonly string[] = [],
  env: Record<string, string> = {},
  dataDir = mkdtempSync(join(tmpdir(), 'mytsdb-test-')),
): Promise<ServerProcess> {
  const fixed = [
    '--host',
    '127.0.0.1',
    '--http-port',
    '0',
    '--arrow-port',
    '0',
    '--address',
    '127.0.0.1:0',
    '--otlp-http-port',
    '0',
  ];
  const launched = launch([...fixed, '--data-dir', dataDir, ...args], env);
  const end = ended(launched);
  const ports = await Promise.race([servingPorts(launched), end.then((result) => fail(result))]);
  const { child } = launched;
  return {
    url: `http://127.0.0.1:${ports['HTTP']}`,
    flightTarget: `127.0.0.1:${ports['Arrow Flight']}`,
    otlpTarget: `127.0.0.1:${ports['OTLP/gRPC']}`,
    otlpHttpUrl: `http://127.0.0.1:${ports['OTLP/HTTP']}`,
    dataDir,
    process: child,
    output: () => launched.stdout,
    stop: () => {
      child.kill('SIGTERM');
      return end;
    },
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await end;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Launched = { readonly child: ChildProcess; stdout: string; stderr: string };

function launch(args: readonly string[], env: Record<string, string>): Launched {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MYTSDB_'));
  const child = spawn(process.execPath, ['--conditions=@chimera/source', MAIN, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const launched: Launched = { child, stdout: '', stderr: '' };
  child.stdout?.on('data', (data: Buffer) => (launched.stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (launched.stderr += data.toString()));
  return launched;
}

async function ended(launched: Launched): Promise<Ended> {
  const [code] = (await once(launched.child, 'close')) as [number | null];
  return { code, stdout: launched.stdout, stderr: launched.stderr };
}

function servingPorts(launched: Launched): Promise<Record<string, number>> {
  return new Promise((resolve) => {
    launched.child.stdout?.on('data', () => {
      const line = launched.stdout.split('\n').find((one) => one.includes('"msg":"serving"') && one.endsWith('}'));
      if (line !== undefined) resolve((JSON.parse(line) as { ports: Record<string, number> }).ports);
    });
  });
}

function fail({ code, stdout, stderr }: Ended): never {
  throw new Error(`the server ended with code ${code}:\n${stdout}${stderr}`);
}
