/** Command line and environment to options. Flags win over variables; all problems are reported at once. */
import { messageOf } from '@chimera/errors';
import { closest } from './closest.ts';
import { type Flag, flagName, variableName } from './flag.ts';
import { FLAGS, type Options } from './flags.ts';

export type ParsedOptions = {
  readonly options: Options;
  /** Flag names to the texts in force, for `/api/v1/status/flags`. */
  readonly texts: ReadonlyMap<string, string>;
};

/** Wrong flags or variables; `problems` has one line for each. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';

  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const keys = Object.keys(FLAGS) as (keyof typeof FLAGS)[];
const keyByFlag = new Map(keys.map((key) => [flagName(key), key]));
const keyByVariable = new Map(keys.map((key) => [variableName(key), key]));

/** Throws {@link OptionsError}. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ParsedOptions {
  const problems: string[] = [];
  const given = new Map<string, { readonly text: string; readonly source: string }>();
  readEnvironment(environment, given, problems);
  readArguments(args, given, problems);
  const values: Record<string, unknown> = {};
  const texts = new Map<string, string>();
  for (const key of keys) {
    const { parse, fallback } = FLAGS[key] as Flag<unknown>;
    const { text, source } = given.get(key) ?? { text: fallback, source: `--${flagName(key)}` };
    texts.set(flagName(key), text);
    try {
      values[key] = parse(text);
    } catch (error) {
      problems.push(`${source} ${messageOf(error)}.`);
    }
  }
  if (problems.length > 0) throw new OptionsError(problems);
  return { options: values as Options, texts };
}

type Given = Map<string, { readonly text: string; readonly source: string }>;

function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  given: Given,
  problems: string[],
): void {
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('MYTSDB_') || text === undefined) continue;
    const key = keyByVariable.get(name);
    if (key !== undefined) given.set(key, { text, source: name });
    else problems.push(`unknown variable ${name}.${suggestion(name, [...keyByVariable.keys()])}`);
  }
}

function readArguments(args: readonly string[], given: Given, problems: string[]): void {
  const seen = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] as string;
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (match === null) {
      problems.push(`unexpected argument '${argument}'. Flags start with --.`);
      continue;
    }
    const [, name, inline] = match as unknown as [string, string, string | undefined];
    const negated = name.startsWith('no-') ? keyByFlag.get(name.slice(3)) : undefined;
    const key = keyByFlag.get(name) ?? (negated !== undefined && isSwitch(negated) ? negated : undefined);
    if (key === undefined) {
      problems.push(
        `unknown flag --${name}.${suggestion(
          `--${name}`,
          [...keyByFlag.keys()].map((one) => `--${one}`),
        )}`,
      );
      // Its value, if it has one, is not an argument of its own.
      if (inline === undefined && args[i + 1]?.startsWith('--') === false) i++;
      continue;
    }
    if (seen.has(key)) problems.push(`--${name} is given twice.`);
    seen.add(key);
    let value = inline;
    if (value === undefined && isSwitch(key)) value = String(key !== negated || keyByFlag.has(name));
    if (value === undefined) {
      value = args[++i];
      if (value === undefined) {
        problems.push(`--${name} needs a value.`);
        continue;
      }
    }
    given.set(key, { text: value, source: `--${name}` });
  }
}

function isSwitch(key: keyof typeof FLAGS): boolean {
  return FLAGS[key].placeholder === null;
}

function suggestion(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near === null ? ' --help lists all.' : ` Did you mean ${near}?`;
}
