/** Where things lie in the repository, and running its programs. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Absolute path of a file of the repository. */
export function inRepo(...parts: string[]): string {
  return join(ROOT, ...parts);
}

/** A package's command, from node_modules/.bin. */
export function bin(name: string): string {
  return inRepo('node_modules', '.bin', name);
}

/** A program of the repository, and what Node needs to run it. */
export type Program = {
  readonly nodeFlags: readonly string[];
  readonly file: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** A TypeScript program, run from its sources. */
export function sourceProgram(...parts: string[]): Program {
  return { nodeFlags: ['--conditions=@chimera/source'], file: inRepo(...parts) };
}

/** Starts a program on this Node. */
export function spawnProgram(
  { nodeFlags, file, env }: Program,
  args: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  return spawn(process.execPath, [...nodeFlags, file, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    ...options,
  });
}

/** Runs a program to its end with this terminal; resolves to its exit code (128 + signal counts as 1). */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Chromium, where Debian and others put it; null when the machine has none. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [...(named === undefined ? [] : [named]), ...places].find((path) => existsSync(path)) ?? null;
}
