/**
 * The flags of `npm start`: a few of its own, all others belong to the server or to the data generator and are passed
 * through. Which is whose is read from their `--help`, so that no table is kept twice.
 */
import { execFileSync } from 'node:child_process';
import { inRepo, type Program, sourceProgram } from '../workspace.ts';

export const SERVER_SOURCE = sourceProgram('apps/mytsdb/src/main.ts');
export const GENERATOR = sourceProgram('apps/k8s-data-generator/src/main.ts');
export const SAMPLE_APP = sourceProgram('apps/sample-app/src/main.ts');

/** How the server is started without the rest; more flags can follow. */
const SERVER_ALONE =
  'node_modules/.bin/node --conditions=@chimera/source apps/mytsdb/src/main.ts --host 127.0.0.1 --address 127.0.0.1:4317 --data-dir .chimera/mytsdb';

export const HELP = `Usage: npm start [-- flags]

Starts MyTSDB on a clean data directory, seeds a realistic Kubernetes data set through Arrow Flight, starts the sample
app, waits until both streams answer queries, prints where to look, and keeps running, live, until Ctrl-C.

  --once            seed, prove, print, stop, exit 0 (what CI uses)
  --no-sample-app   leave the sample app out
  --help            this text

All flags of the server and of the data generator pass through; the most used:

  --preset small|week|medium|large   how much data (20.7 million samples in small)
  --http-port 9090                   HTTP API and web page
  --arrow-port 8815                  Arrow Flight
  --address 127.0.0.1:4317           OTLP/gRPC
  --otlp-http-port 4318              OTLP/HTTP

All of the server's:   node_modules/.bin/node --conditions=@chimera/source apps/mytsdb/src/main.ts --help
All of the data set's: node_modules/.bin/node --conditions=@chimera/source apps/k8s-data-generator/src/main.ts --help

TLS and passwords (--web.config.file) are for the server alone, without the data set and the sample app:
  ${SERVER_ALONE} --web.config.file FILE`;

export type StartOptions = {
  readonly once: boolean;
  readonly sampleApp: boolean;
  readonly host: string;
  readonly httpPort: number;
  readonly arrowPort: number;
  /** host:port of OTLP/gRPC. */
  readonly otlpAddress: string;
  readonly otlpHttpPort: number;
  readonly dataDir: string;
  /** Where the programs' logs go; its own for each HTTP port, so that two runs side by side keep theirs. */
  readonly logDir: string;
  /** When the data set ends, as the API takes times; undefined: now. */
  readonly end: string | undefined;
  readonly serverArgs: readonly string[];
  readonly generatorArgs: readonly string[];
};

/** A wrong call: the message says which flag, and what to do. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** Names of the flags that a program's `--help` lists, without the dashes. */
export type FlagNames = ReadonlySet<string>;

const OWN = new Set(['once', 'no-sample-app']);
/** Flags that `npm start` gives the server in any case, with its own defaults. */
const ALWAYS_PASSED = new Set(['host', 'address', 'data-dir']);

/**
 * Sorts the arguments. `--name value`, `--name=value` and `--name` are understood. The server's variables (`MYTSDB_...`) hold
 * for what `npm start` itself must know, too; flags win. Throws {@link FlagError}.
 */
export function parseFlags(
  args: readonly string[],
  serverFlags: FlagNames,
  generatorFlags: FlagNames,
  environment: Readonly<Record<string, string | undefined>> = {},
): StartOptions {
  const own = new Set<string>();
  const values = new Map<string, string>();
  const serverArgs: string[] = [];
  const generatorArgs: string[] = [];
  const unknown: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    const match = /^--([a-z0-9.-]+)(?:=(.*))?$/.exec(arg);
    const name = match?.[1] ?? '';
    if (OWN.has(name)) {
      own.add(name);
      continue;
    }
    const target = serverFlags.has(name) ? serverArgs : generatorFlags.has(name) ? generatorArgs : null;
    if (target === null) {
      unknown.push(arg);
      continue;
    }
    const next = args[i + 1];
    const inline = match?.[2];
    const separate = inline === undefined && next !== undefined && !next.startsWith('--');
    if (separate) i++;
    values.set(name, inline ?? (separate ? next : ''));
    if (!ALWAYS_PASSED.has(name)) target.push(arg, ...(separate ? [next] : []));
  }
  if (unknown.length > 0)
    throw new FlagError(`unknown flag ${unknown.join(', ')}. 'npm start -- --help' lists the flags.`);
  const given = (name: string): string | undefined =>
    values.get(name) ?? environment[`MYTSDB_${name.toUpperCase().replace(/[-.]/g, '_')}`];
  if (values.has('target')) throw new FlagError('--target is given by npm start: the data set goes to its own server.');
  const config = given('web.config.file');
  if (config !== undefined) {
    throw new FlagError(
      `--web.config.file: the data set and the sample app of npm start have no certificate and no password. Start the server alone:\n  ${SERVER_ALONE} --web.config.file ${config}`,
    );
  }
  const host = given('host') ?? '127.0.0.1';
  const otlpAddress = given('address') ?? '127.0.0.1:4317';
  const httpPort = port('http-port', given('http-port') ?? '9090');
  const dataDir = given('data-dir') ?? inRepo('.chimera', `mytsdb-${httpPort}`);
  return {
    once: own.has('once'),
    sampleApp: !own.has('no-sample-app'),
    host,
    httpPort,
    arrowPort: port('arrow-port', given('arrow-port') ?? '8815'),
    otlpAddress,
    otlpHttpPort: port('otlp-http-port', given('otlp-http-port') ?? '4318'),
    dataDir,
    logDir: inRepo('.chimera', 'logs', String(httpPort)),
    end: values.get('end'),
    serverArgs: ['--host', host, '--address', otlpAddress, '--data-dir', dataDir, '--expect-seed', ...serverArgs],
    generatorArgs,
  };
}

/** A host as it stands in a URL: IPv6 in brackets. */
export function urlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Asks a program for its flags. */
export function flagsOf({ nodeFlags, file }: Program): FlagNames {
  const help = execFileSync(process.execPath, [...nodeFlags, file, '--help'], {
    encoding: 'utf8',
  });
  return new Set([...help.matchAll(/--([a-z0-9][a-z0-9.-]*)/g)].map((match) => match[1] as string));
}

function port(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new FlagError(`--${name} takes a port from 1 to 65535; got '${text}'.`);
}
