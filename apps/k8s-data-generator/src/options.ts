/** Command line and environment to options: a flag beats its variable, which beats the preset. All is checked at once. */
import {
  type DataSet,
  type Given,
  KNOBS,
  type KnobName,
  type PresetName,
  resolveDataSet,
} from '@chimera/arrow-generator';
import { PROGRAM_KNOBS, type ProgramKnob } from './knobs.ts';

export type Options = {
  readonly set: DataSet;
  readonly preset: PresetName;
  readonly follow: boolean;
  /** host:port. */
  readonly target: string;
  /** PEM; undefined: plain text. */
  readonly tlsAuthorities: Buffer | undefined;
  readonly bearerToken: string | undefined;
  readonly readyFile: string | null;
  readonly anomaliesFile: string;
  readonly waitSec: number;
};

export type ParsedOptions =
  | { readonly options: Options; readonly warnings: readonly string[] }
  | { readonly problems: readonly string[] };

/** What the options depend on besides their texts. */
export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Unix seconds. */
  readonly nowSec: number;
  /** Whether a file can be written at a path. */
  readonly isWritable: (path: string) => boolean;
  /** A file's content; null when it cannot be read. */
  readonly read: (path: string) => Buffer | null;
};

type Texts = Map<string, Given>;

/** Reads all flags and variables; `problems` names each bad one with its value and what is allowed. */
export function parseOptions(args: readonly string[], around: Surroundings): ParsedOptions {
  const problems: string[] = [];
  const texts = new Map<string, Given>();
  readEnvironment(around.environment, texts);
  readArguments(args, texts, problems);

  const follow = readFollow(texts, problems);
  const target = readTarget(texts, problems);
  const waitSec = readWait(texts, problems);
  const tlsAuthorities = readContent('tls-ca-file', texts, around, problems);
  const bearerToken = readToken(texts, around, problems);
  const readyFile = readPath('ready-file', texts, around, problems);
  const anomaliesFile = readPath('anomalies-file', texts, around, problems) ?? 'anomalies.json';

  const given = new Map<KnobName, Given>();
  for (const { name } of KNOBS) {
    const value = texts.get(name);
    if (value !== undefined) given.set(name, value);
  }
  const resolved = resolveDataSet(given, around.nowSec);
  if ('problems' in resolved) problems.push(...resolved.problems);
  if ('problems' in resolved || problems.length > 0) return { problems };

  const { set, preset, warnings } = resolved;
  const connection = { target, tlsAuthorities, bearerToken };
  const options = { set, preset, follow, ...connection, readyFile, anomaliesFile, waitSec };
  return { options, warnings: [...unknownVariables(around.environment), ...warnings] };
}

const SWITCHES: ReadonlySet<string> = new Set(
  PROGRAM_KNOBS.filter(({ placeholder }) => placeholder === null).map(({ name }) => name),
);
const NAMES: ReadonlySet<string> = new Set([...KNOBS, ...PROGRAM_KNOBS].map(({ name }) => name));

function readEnvironment(environment: Surroundings['environment'], texts: Texts): void {
  for (const { name, variable } of [...KNOBS, ...PROGRAM_KNOBS]) {
    const text = environment[variable];
    if (text !== undefined && text !== '') texts.set(name, { source: variable, text });
  }
}

function readArguments(args: readonly string[], texts: Texts, problems: string[]): void {
  const flags: Texts = new Map();
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] as string;
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const negated = name.startsWith('no-') && SWITCHES.has(name.slice(3)) ? name.slice(3) : undefined;
    if (!NAMES.has(name) && negated === undefined) {
      problems.push(`unknown ${name === '' ? 'argument' : 'flag'} '${argument}': --help lists all flags`);
      if (name !== '' && inline === undefined && args[i + 1]?.startsWith('--') === false) i++;
      continue;
    }
    let text = inline;
    if (negated !== undefined) text = 'false';
    else if (SWITCHES.has(name)) {
      const next = args[i + 1];
      if (text === undefined && (next === 'true' || next === 'false')) text = args[++i];
      text ??= 'true';
    } else text ??= args[++i];
    if (text === undefined) problems.push(`--${name} needs a value`);
    else flags.set(negated ?? name, { source: `--${name}`, text });
  }
  // Two names of one thing: a flag for one beats a variable for the other.
  if (flags.has('pods') && !flags.has('pods-per-service')) texts.delete('pods-per-service');
  if (flags.has('pods-per-service') && !flags.has('pods')) texts.delete('pods');
  for (const [name, value] of flags) texts.set(name, value);
}

function readFollow(texts: Texts, problems: string[]): boolean {
  const given = texts.get('follow');
  if (given === undefined) return false;
  if (given.text !== 'true' && given.text !== 'false') problems.push(refusal('follow', given));
  return given.text === 'true';
}

function readTarget(texts: Texts, problems: string[]): string {
  const given = texts.get('target') ?? { source: '--target', text: knob('target').fallback };
  const [, port] = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+):(\d{1,5})$/.exec(given.text) ?? [];
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535) problems.push(refusal('target', given));
  return given.text;
}

function readWait(texts: Texts, problems: string[]): number {
  const given = texts.get('wait') ?? { source: '--wait', text: knob('wait').fallback };
  const seconds = /^\d{1,5}$/.test(given.text) ? Number(given.text) : Number.NaN;
  if (!(seconds <= 86_400)) problems.push(refusal('wait', given));
  return seconds;
}

function readPath(
  name: 'ready-file' | 'anomalies-file',
  texts: Texts,
  { isWritable }: Surroundings,
  problems: string[],
): string | null {
  const given = texts.get(name);
  if (given === undefined) return null;
  if (given.text === '' || !isWritable(given.text)) problems.push(refusal(name, given));
  return given.text;
}

function readContent(
  name: 'tls-ca-file' | 'token-file',
  texts: Texts,
  { read }: Surroundings,
  problems: string[],
): Buffer | undefined {
  const given = texts.get(name);
  if (given === undefined) return undefined;
  const content = read(given.text);
  if (content === null) problems.push(refusal(name, given));
  return content ?? undefined;
}

function readToken(texts: Texts, around: Surroundings, problems: string[]): string | undefined {
  const token = readContent('token-file', texts, around, problems)?.toString('latin1').trim();
  const given = texts.get('token-file');
  // What else there is would not be a header.
  if (token !== undefined && given !== undefined && !/^[\x21-\x7e]+$/.test(token))
    problems.push(refusal('token-file', given));
  return token;
}

function knob(name: ProgramKnob['name']): ProgramKnob {
  return PROGRAM_KNOBS.find((candidate) => candidate.name === name) as ProgramKnob;
}

function refusal(name: ProgramKnob['name'], { source, text }: Given): string {
  return `${source} '${text}': allowed is ${knob(name).allowed}`;
}

/** Kubernetes invents `SEED_..._SERVICE_HOST` and the like for a service called seed, so unknown ones only warn. */
function unknownVariables(environment: Surroundings['environment']): string[] {
  const known = new Set([...KNOBS, ...PROGRAM_KNOBS].map(({ variable }) => variable));
  return Object.keys(environment)
    .filter((name) => name.startsWith('SEED_') && !known.has(name) && !/_(SERVICE|PORT)(_|$)/.test(name))
    .map((name) => `unknown variable ${name} is ignored: --help lists all`);
}
