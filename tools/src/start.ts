/** `npm start`: MyTSDB, seeded and live, with the sample app beside it. */
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@chimera/errors';
import { bundleServer, SERVER } from './start/bundle.ts';
import { type Children, createChildren, type Exit } from './start/children.ts';
import { type Client, createClient } from './start/client.ts';
import {
  FlagError,
  flagsOf,
  GENERATOR,
  HELP,
  parseFlags,
  SAMPLE_APP,
  SERVER_SOURCE,
  type StartOptions,
  urlHost,
} from './start/flags.ts';
import { preflight } from './start/preflight.ts';
import { summarize } from './start/summary.ts';
import { ensureWebPage } from './start/web-page.ts';
import { ROOT } from './workspace.ts';

const SEEDED_STREAM = 'count({job="kubernetes-pods"})';
const SAMPLE_APP_STREAM = 'count(http_requests_total{job="demo/sample-app"})';
/** Exit code of the server and the data generator for flags that they do not take. */
const WRONG_FLAGS = 2;
const STARTUP_LIMIT_MS = 60_000;

/** Something that the user can act on; printed without a stack. */
class StartError extends Error {
  override readonly name = 'StartError';
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(HELP);
    return 0;
  }
  const started = performance.now();
  const options = parseFlags(args, flagsOf(SERVER_SOURCE), flagsOf(GENERATOR), process.env);
  const problems = await preflight(options, process.availableMemory());
  if (problems.length > 0) throw new StartError(problems.join('\n'));
  await Promise.all([ensureWebPage(), bundleServer()]);

  const logs = `${relative(ROOT, options.logDir)}/`;
  const children = createChildren(options.logDir);
  const interrupted = untilInterrupted();
  try {
    const up = bringUp(children, options, started);
    const outcome = await Promise.race([up, interrupted]);
    if (outcome === 'interrupted' || options.once) return 0;
    console.log(`Live until Ctrl-C. Logs: ${logs}`);
    const end = await Promise.race([outcome.anyExit, interrupted]);
    if (end !== 'interrupted') throw new StartError(describeExit(end));
    return 0;
  } finally {
    console.log('Stopping ...');
    await children.stopAll();
  }
}

/** Starts the programs in order and proves that both streams answer. */
async function bringUp(
  children: Children,
  options: StartOptions,
  started: number,
): Promise<{ anyExit: Promise<Exit> }> {
  const client = createClient(`http://${urlHost(options.host)}:${options.httpPort}`);
  const server = children.start('mytsdb', SERVER, options.serverArgs, 'log');
  await until(() => client.isOk('/health'), 'the server to answer /health', [server.exited], STARTUP_LIMIT_MS);

  const follow = options.once ? '--no-follow' : '--follow';
  const target = `${urlHost(options.host)}:${options.arrowPort}`;
  const generator = children.start(
    'k8s-data-generator',
    GENERATOR,
    ['--target', target, follow, ...options.generatorArgs],
    'terminal',
  );
  // A generator that does not follow ends when it is done: only a failure of it counts.
  const generatorFailed = generator.exited.then((exit) => (exit.code === 0 ? new Promise<never>(() => {}) : exit));
  await until(() => client.isOk('/-/ready'), 'the seed', [server.exited, generatorFailed], Number.POSITIVE_INFINITY);

  const exits = [server.exited, generatorFailed];
  if (options.sampleApp) {
    const sampleApp = children.start(
      'sample-app',
      SAMPLE_APP,
      ['--endpoint', `http://${options.otlpAddress}`, '--port', '0', '--interval', '5'],
      'log',
    );
    exits.push(sampleApp.exited);
    await until(() => answers(client, SAMPLE_APP_STREAM), "the sample app's metrics", exits, STARTUP_LIMIT_MS);
  }
  await until(() => answers(client, SEEDED_STREAM, options.end), 'the seeded metrics', exits, STARTUP_LIMIT_MS);
  console.log(await summarize(client, options, (performance.now() - started) / 1000));
  return { anyExit: Promise.race(exits) };
}

async function answers(client: Client, query: string, time?: string): Promise<boolean> {
  return (await client.query(query, time)).length > 0;
}

/** Asks again and again until the condition holds; throws when a program ends first, or the time is up. */
async function until(
  condition: () => Promise<boolean>,
  what: string,
  exits: readonly Promise<Exit>[],
  limitMs: number,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  let ended: Exit | null = null;
  for (const exit of exits) void exit.then((value) => (ended ??= value));
  while (!(await condition())) {
    if (ended !== null) throw new StartError(describeExit(ended));
    if (performance.now() > deadline)
      throw new StartError(
        `Waited ${limitMs / 1000} s for ${what} in vain. The logs are in .chimera/logs/, by HTTP port`,
      );
    await sleep(100);
  }
}

function describeExit({ name, code, signal, tail }: Exit): string {
  if (code === WRONG_FLAGS) {
    return `${tail === '' ? '' : `${tail}\n`}${name} does not take these flags. 'npm start -- --help' says how to list all of its flags.`;
  }
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  const said = tail === '' ? '' : `\nIts last words:\n${tail}`;
  const hint =
    signal === 'SIGKILL'
      ? '\nSIGKILL often means that memory ran out: seed less (npm start -- --days 0.1) or close something.'
      : '';
  return `${name} ${how}.${hint}${said}`;
}

function untilInterrupted(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('interrupted'));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof StartError || error instanceof FlagError;
  console.error(
    expected ? `\n${error.message}` : `\nnpm start failed on ${availableParallelism()} cores: ${messageOf(error)}`,
  );
  process.exitCode = error instanceof FlagError ? 2 : 1;
}
process.exit();
