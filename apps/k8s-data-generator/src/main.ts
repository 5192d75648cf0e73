/** The program: flags, signals, exit codes. 0 done or stopped, 1 failed, 2 wrong flags. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createFlightClient } from '@chimera/ingest-flight';
import { GeneratorError } from './generator-error.ts';
import { helpText } from './knobs.ts';
import { parseOptions } from './options.ts';
import { createPause, Stopped } from './pause.ts';
import { run } from './run.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(helpText());
    return 0;
  }
  const parsed = parseOptions(args, { environment: process.env, nowSec: Date.now() / 1000, isWritable, read });
  if ('problems' in parsed) {
    for (const problem of parsed.problems) complain(problem);
    process.stderr.write('k8s-data-generator --help lists all flags.\n');
    return 2;
  }
  for (const warning of parsed.warnings) complain(`warning: ${warning}`);

  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  const { signal } = stop;
  const client = createFlightClient(parsed.options.target, parsed.options);
  const terminal = {
    isTTY: process.stdout.isTTY === true,
    write: (text: string): void => void process.stdout.write(text),
  };
  try {
    await run(parsed.options, { client, clock: { now: Date.now }, pause: createPause(signal), signal, terminal });
    return 0;
  } catch (error) {
    if (error instanceof Stopped || signal.aborted) return 0;
    if (!(error instanceof GeneratorError)) throw error;
    complain(error.message);
    return 1;
  } finally {
    client.close();
  }
}

function complain(line: string): void {
  process.stderr.write(`k8s-data-generator: ${line}\n`);
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** Whether a file at `path` can be made or overwritten. */
function isWritable(path: string): boolean {
  try {
    const exists = statSync(path, { throwIfNoEntry: false });
    if (exists?.isDirectory() === true) return false;
    accessSync(exists === undefined ? dirname(path) : path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
