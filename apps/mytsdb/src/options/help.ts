/** `--help`, made from the table of flags. */
import { type Flag, flagName, variableName } from './flag.ts';
import { FLAGS } from './flags.ts';

export function helpText(): string {
  const rows = Object.entries(FLAGS as Readonly<Record<string, Flag<unknown>>>).map(
    ([key, { placeholder, fallback, help }]) => {
      const shown = placeholder === null || fallback === '' ? '' : ` [${fallback}]`;
      return [
        `--${flagName(key)}${placeholder === null ? '' : ` ${placeholder}`}`,
        `${help}${shown}`,
        variableName(key),
      ];
    },
  ) as [string, string, string][];
  const flagWidth = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(
    ([name, help, variable]) => `  ${name.padEnd(flagWidth)}  ${help}\n${' '.repeat(flagWidth + 4)}${variable}`,
  );
  return [
    'Usage: mytsdb [flags]',
    '',
    'An in-memory, Prometheus-compatible time-series database. Each flag is also the environment variable below it;',
    'flags win. Defaults are in brackets. Switches take no value: --expect-seed, --no-expect-seed.',
    '',
    ...lines,
    `  ${'--help'.padEnd(flagWidth)}  this text`,
    '',
  ].join('\n');
}
