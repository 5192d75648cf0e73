/** A database under test: a process of its own on free ports, asked over HTTP, stopped and cleaned up afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type BenchServer = {
  readonly name: string;
  readonly pid: number;
  /** Of HTTP, on 127.0.0.1. */
  readonly port: number;
  /** Milliseconds and body of one request; throws unless the status is 2xx. */
  request(
    method: 'GET' | 'POST',
    path: string,
    body?: Buffer,
    headers?: Record<string, string>,
  ): Promise<{ ms: number; body: Buffer }>;
  /** Set by who ends it: requests may fail from now on. */
  ending: boolean;
  /** Resolves to the exit code. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
};

export type StartServer = {
  readonly name: string;
  readonly command: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments for a port and a folder. */
  readonly args: (port: number, folder: string) => readonly string[];
  /** Answers 200 when requests can be sent. */
  readonly readyPath: string;
};

const START_LIMIT_MS = 30_000;

export async function startServer({ name, command, env = {}, args, readyPath }: StartServer): Promise<BenchServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), `chimera-bench-${name}-`));
  const child = spawn(command, args(port, folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  const agent = new http.Agent({ keepAlive: true });
  const request: BenchServer['request'] = (method, path, body, headers = {}) =>
    send(agent, port, method, path, body, headers);
  const server: BenchServer = {
    name,
    pid: child.pid ?? 0,
    port,
    ending: false,
    exited,
    request,
    stop: async () => {
      agent.destroy();
      child.kill('SIGTERM');
      await Promise.race([exited, sleep(15_000).then(() => child.kill('SIGKILL'))]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await untilReady(server, child, readyPath, () => said);
  return server;
}

async function untilReady(server: BenchServer, child: ChildProcess, path: string, said: () => string): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await server.request('GET', path);
      return;
    } catch (cause) {
      if (child.exitCode !== null)
        throw new Error(`${server.name} ended with code ${child.exitCode}: ${said()}`, { cause });
      if (performance.now() > deadline) throw new Error(`${server.name} did not answer ${path}: ${said()}`, { cause });
      await sleep(50);
    }
  }
}

function send(
  agent: http.Agent,
  port: number,
  method: string,
  path: string,
  body: Buffer | undefined,
  headers: Record<string, string>,
) {
  return new Promise<{ ms: number; body: Buffer }>((resolve, reject) => {
    const started = performance.now();
    const request = http.request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const ms = performance.now() - started;
        const answer = Buffer.concat(chunks);
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve({ ms, body: answer });
        else
          reject(
            new Error(`${method} ${path.slice(0, 200)} answered ${statusCode}: ${answer.toString().slice(0, 300)}`),
          );
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Resident memory now and at its peak, MiB, from /proc; NaN where there is none. */
export function memoryOf(pid: number): { rssMib: number; peakMib: number } {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Not Linux: reported as NaN.
  }
  const field = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1_024;
  return { rssMib: field('VmRSS'), peakMib: field('VmHWM') };
}
