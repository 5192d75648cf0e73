/** Runs programs to their end: arguments as a list, output captured, a failure that says what was run and what it wrote. */
import { spawn } from 'node:child_process';
import { LabError } from './lab-error.ts';

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Text for standard input. */
  readonly input?: string;
  /** Exit codes besides 0 that are no failure. */
  readonly allowed?: readonly number[];
};

export type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Resolves with what the program wrote; throws {@link LabError} with the end of its errors when it failed. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? process.env });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (cause) => reject(new LabError(`${program} could not be started: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      const outcome = {
        code: code ?? 1,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      };
      if (outcome.code === 0 || options.allowed?.includes(outcome.code) === true) return resolve(outcome);
      const said = (outcome.stderr.trim() || outcome.stdout.trim()).split('\n').slice(-12).join('\n');
      const end = signal === null ? `exit code ${outcome.code}` : signal;
      reject(new LabError(`${[program, ...args].join(' ').slice(0, 300)}: ${end}\n${said}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/** Whether the program ends with exit code 0. */
export async function succeeds(program: string, args: readonly string[], options: RunOptions = {}): Promise<boolean> {
  try {
    await run(program, args, options);
    return true;
  } catch {
    return false;
  }
}
