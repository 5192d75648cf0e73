import { expect, test } from 'vitest';
import { FlagError, parseFlags, urlHost } from './flags.ts';

const SERVER_FLAGS = new Set([
  'http-port',
  'arrow-port',
  'address',
  'host',
  'data-dir',
  'expect-seed',
  'retention',
  'web.config.file',
]);
const GENERATOR_FLAGS = new Set(['preset', 'days', 'target', 'follow', 'no-follow']);
const parse = (...args: string[]) => parseFlags(args, SERVER_FLAGS, GENERATOR_FLAGS);

test('flags reach the program that knows them', () => {
  const options = parse('--preset', 'week', '--http-port=9191', '--retention', '1d', '--no-follow', '--once');
  expect(options.generatorArgs).toEqual(['--preset', 'week', '--no-follow']);
  expect(options.serverArgs.slice(-3)).toEqual(['--http-port=9191', '--retention', '1d']);
  expect(options.httpPort).toBe(9191);
  expect(options.once).toBe(true);
  expect(options.sampleApp).toBe(true);
});

test('what is always passed is passed once', () => {
  const { serverArgs } = parse('--address', '127.0.0.1:5317', '--data-dir=/tmp/x');
  expect(serverArgs).toEqual([
    '--host',
    '127.0.0.1',
    '--address',
    '127.0.0.1:5317',
    '--data-dir',
    '/tmp/x',
    '--expect-seed',
  ]);
});

test("the server's variables hold where no flag is given", () => {
  const environment = { MYTSDB_HTTP_PORT: '9191', MYTSDB_ADDRESS: '127.0.0.1:5317', MYTSDB_HOST: '::1' };
  const options = parseFlags(['--host', '127.0.0.2'], SERVER_FLAGS, GENERATOR_FLAGS, environment);
  expect(options).toMatchObject({ httpPort: 9191, otlpAddress: '127.0.0.1:5317', host: '127.0.0.2', arrowPort: 8815 });
  const config = { MYTSDB_WEB_CONFIG_FILE: 'web.yml' };
  expect(() => parseFlags([], SERVER_FLAGS, GENERATOR_FLAGS, config)).toThrow(/Start the server alone/);
});

test('hosts in URLs', () => {
  expect(['127.0.0.1', 'localhost', '::1', '[::1]'].map(urlHost)).toEqual(['127.0.0.1', 'localhost', '[::1]', '[::1]']);
});

test('two runs on other ports share neither data nor logs', () => {
  const [first, second] = [parse(), parse('--http-port', '9191')];
  expect(second.dataDir).not.toBe(first.dataDir);
  expect(second.logDir).not.toBe(first.logDir);
});

test('a web configuration is refused, with the command that takes it', () => {
  expect(() => parse('--web.config.file', 'web.yml')).toThrow(
    /no certificate and no password.*\n {2}node_modules.*main\.ts .* --web\.config\.file web\.yml$/s,
  );
});

test.each([
  [['--colour', 'red'], "unknown flag --colour, red. 'npm start -- --help' lists the flags."],
  [['once'], "unknown flag once. 'npm start -- --help' lists the flags."],
  [['--target', 'a:1'], '--target is given by npm start: the data set goes to its own server.'],
  [['--http-port', '99999'], "--http-port takes a port from 1 to 65535; got '99999'."],
])('%s is refused', (args, message) => {
  expect(() => parse(...args)).toThrow(new FlagError(message));
});
