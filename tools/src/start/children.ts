/** The programs that `npm start` runs: started, watched, and stopped together. */
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Program, spawnProgram } from '../workspace.ts';

/** How a program ended; `tail` is the end of what it printed. */
export type Exit = {
  readonly name: string;
  readonly code: number | null;
  readonly signal: string | null;
  readonly tail: string;
};

export type Child = { readonly name: string; readonly exited: Promise<Exit> };

export type Children = {
  /** Starts a program. Its output goes to this terminal, or to `<logs>/<name>.log`. */
  start(name: string, program: Program, args: readonly string[], output: 'terminal' | 'log'): Child;
  /** Stops all, the last started first: SIGTERM, and SIGKILL for what is still there after 12 s. */
  stopAll(): Promise<void>;
};

const TAIL_LINES = 15;
const KILL_AFTER_MS = 12_000;

export function createChildren(logFolder: string): Children {
  const running: { process: ChildProcess; child: Child }[] = [];
  mkdirSync(logFolder, { recursive: true });

  const start: Children['start'] = (name, program, args, output) => {
    const process = spawnProgram(program, args, {
      stdio: output === 'terminal' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      // Its own process group: Ctrl-C reaches us alone, and we stop the programs in order.
      detached: true,
    });
    const tail = output === 'log' ? keepLog(process, join(logFolder, `${name}.log`)) : () => '';
    const exited = new Promise<Exit>((resolve) => {
      process.on('error', (error) => resolve({ name, code: null, signal: null, tail: error.message }));
      process.on('close', (code, signal) => resolve({ name, code, signal, tail: tail() }));
    });
    const child = { name, exited };
    running.push({ process, child });
    return child;
  };

  const stopAll = async (): Promise<void> => {
    for (const { process, child } of running.reverse()) {
      process.kill('SIGTERM');
      const killer = setTimeout(() => process.kill('SIGKILL'), KILL_AFTER_MS);
      await child.exited;
      clearTimeout(killer);
    }
    running.length = 0;
  };

  return { start, stopAll };
}

/** Writes a program's output to a file; returns a function that gives its last lines. */
function keepLog(process: ChildProcess, path: string): () => string {
  const file = createWriteStream(path);
  let end = '';
  for (const stream of [process.stdout, process.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      file.write(chunk);
      end = (end + chunk.toString('utf8')).split('\n').slice(-TAIL_LINES).join('\n');
    });
  }
  process.on('close', () => file.end());
  return () => end.trim();
}
