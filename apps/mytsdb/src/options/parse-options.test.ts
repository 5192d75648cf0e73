import { expect, test } from 'vitest';
import { flagName, variableName } from './flag.ts';
import { FLAGS } from './flags.ts';
import { helpText } from './help.ts';
import { type OptionsError, parseOptions } from './parse-options.ts';

const problemsOf = (args: string[], env: Record<string, string> = {}): readonly string[] => {
  try {
    parseOptions(args, env);
    return [];
  } catch (error) {
    return (error as OptionsError).problems;
  }
};

test('defaults', () => {
  const { options, texts } = parseOptions([], { PATH: '/bin' });
  expect(options).toMatchObject({
    httpPort: 9090,
    address: { host: '0.0.0.0', port: 4317 },
    retention: 15 * 86_400_000,
    maxMemory: null,
    expectSeed: false,
    readyFile: null,
    queryMaxResultBytes: 256 * 2 ** 20,
    enableFeature: new Set(),
  });
  expect(texts.get('retention')).toBe('15d');
  expect(texts.size).toBe(Object.keys(FLAGS).length);
});

test('flags win over variables; both forms of a flag; switches', () => {
  const env = { MYTSDB_HTTP_PORT: '1', MYTSDB_ARROW_PORT: '2', MYTSDB_EXPECT_SEED: 'true', MYTSDB_ENABLE_ADMIN: '1' };
  const args = ['--http-port=8080', '--retention', '2h', '--no-expect-seed', '--address', '[::1]:99'];
  const { options } = parseOptions([...args, '--enable-feature', 'promql-duration-expr, type-and-unit-labels'], env);
  expect(options).toMatchObject({
    httpPort: 8080,
    arrowPort: 2,
    retention: 7_200_000,
    expectSeed: false,
    enableAdmin: true,
    address: { host: '::1', port: 99 },
    enableFeature: new Set(['promql-duration-expr', 'type-and-unit-labels']),
  });
});

test.each([
  [['--http-port', '70000'], "--http-port takes a port from 0 to 65535 (0: any free one); got '70000'."],
  [['--max-memory', '0'], "--max-memory takes a size above 0 such as 256MiB or 2GB; got '0'."],
  [['--query-worker-heap', '1MiB'], "--query-worker-heap takes a size of at least 64MiB; got '1MiB'."],
  [['--address', 'localhost'], "--address takes host:port, such as 0.0.0.0:4317 or [::1]:4317; got 'localhost'."],
  [['--log-level', 'loud'], "--log-level takes trace, debug, info, warn, error; got 'loud'."],
  [['--cors-origin', '('], "--cors-origin takes a regular expression; got '('."],
  [['--out-of-order-window', '-1s'], "--out-of-order-window takes a duration such as 15d, 1h30m or 500ms; got '-1s'."],
  [['--data-dir', ''], '--data-dir must not be empty.'],
  [['--host', 'a', '--host', 'b'], '--host is given twice.'],
  [['--hsot', 'a'], 'unknown flag --hsot. Did you mean --host?'],
  [['--colour'], 'unknown flag --colour. --help lists all.'],
])('%j: %s', (args, problem) => {
  expect(problemsOf(args)).toEqual([problem]);
});

test('the help names every flag and variable', () => {
  const help = helpText();
  for (const key of Object.keys(FLAGS)) {
    expect(help).toContain(`--${flagName(key)}`);
    expect(help).toContain(variableName(key));
  }
});
