/** `npm run lab`: one row per command. */
import { build } from '../build/build.ts';
import { examine, formatFindings, type Purpose } from '../doctor.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { createProgress } from '../progress.ts';
import { parseLabArguments } from './options.ts';

type Command = {
  readonly usage: string;
  readonly says: string;
  /** Resolves to the exit code. */
  run(paths: LabPaths, rest: readonly string[]): Promise<number>;
};

const COMMANDS: Readonly<Record<string, Command>> = {
  doctor: {
    usage: 'doctor',
    says: 'check what the lab needs of this machine, each with the fix',
    async run(paths) {
      const findings = await examine(paths);
      console.log(formatFindings(findings));
      return findings.every(({ ok }) => ok) ? 0 : 1;
    },
  },
  build: {
    usage: 'build',
    says: 'download and build everything (12 minutes once, then seconds); installs nothing on the machine',
    async run(paths) {
      await demand(paths, 'build');
      await build(paths, createProgress());
      return 0;
    },
  },
};

const HELP = `Usage: npm run lab -- <command> [--dir DIR] [--cache DIR]

${Object.values(COMMANDS)
  .map(({ usage, says }) => `  ${usage.padEnd(22)} ${says}`)
  .join('\n')}

  --dir DIR    the lab's folder (default .chimera/lab); another folder is another lab
  --cache DIR  what is built and downloaded (default .chimera/lab/cache)`;

export async function labCommand(root: string, args: readonly string[]): Promise<number> {
  const { command, rest, help, paths } = parseLabArguments(root, args);
  const row = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (help || row === undefined) {
    console.log(HELP);
    return help || command === '' ? 0 : 2;
  }
  return await row.run(paths, rest);
}

/** Throws what is missing, with the fixes. */
async function demand(paths: LabPaths, purpose: Purpose): Promise<void> {
  const missing = (await examine(paths, purpose)).filter(({ ok }) => !ok);
  if (missing.length > 0) throw new LabError(`this machine lacks something:\n${formatFindings(missing)}`);
}
