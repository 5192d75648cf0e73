/** What can be known to go wrong before anything starts. Each problem says what to do. */
import { createServer } from 'node:net';
import type { StartOptions } from './flags.ts';

/** Below this much free memory the small data set and its server are likely to be killed. */
const NEEDED_MIB = 600;

type Listener = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** The flag that moves it to another port. */
  readonly flag: (port: number) => string;
};

/** All problems found; empty when `npm start` can go on. */
export async function preflight(options: StartOptions, availableBytes: number): Promise<string[]> {
  const problems: string[] = [];
  const availableMib = Math.floor(availableBytes / 1_048_576);
  if (availableMib < NEEDED_MIB) {
    problems.push(
      `Only ${availableMib} MiB of memory are free; about ${NEEDED_MIB} are needed. Close something, or seed less: npm start -- --days 0.1`,
    );
  }
  problems.push(...(await portProblems(listenersOf(options))));
  return problems;
}

/** `host:port`, the host in brackets for IPv6. */
export function splitAddress(address: string): [host: string, port: number] {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at).replace(/^\[|\]$/g, ''), Number(address.slice(at + 1))];
}

function listenersOf({ host, httpPort, arrowPort, otlpAddress, otlpHttpPort }: StartOptions): Listener[] {
  const [otlpHost, otlpPort] = splitAddress(otlpAddress);
  const address = otlpAddress.slice(0, otlpAddress.lastIndexOf(':'));
  return [
    { name: 'HTTP', host, port: httpPort, flag: (port) => `--http-port ${port}` },
    { name: 'Arrow Flight', host, port: arrowPort, flag: (port) => `--arrow-port ${port}` },
    { name: 'OTLP/gRPC', host: otlpHost, port: otlpPort, flag: (port) => `--address ${address}:${port}` },
    { name: 'OTLP/HTTP', host, port: otlpHttpPort, flag: (port) => `--otlp-http-port ${port}` },
  ];
}

/** One line for each port that cannot be had, and one command that moves them all to free ones. */
async function portProblems(listeners: readonly Listener[]): Promise<string[]> {
  const problems: string[] = [];
  const flags: string[] = [];
  const taken = new Set(listeners.map(({ port }) => port));
  for (const [i, { name, host, port, flag }] of listeners.entries()) {
    const twin = listeners.slice(0, i).find((other) => port !== 0 && other.port === port);
    const error = twin === undefined ? await tryListen(host, port) : 'EADDRINUSE';
    if (error === null) continue;
    const reason = error === 'EADDRINUSE' ? 'is in use' : `cannot be had on ${host}: ${error}`;
    problems.push(`Port ${port} (${name}) ${twin === undefined ? reason : `is given to ${twin.name} already`}.`);
    const free = await nextFree(host, port, taken);
    if (free !== null) flags.push(flag(free));
  }
  if (flags.length > 0) {
    problems.push(
      `Stop what has ${problems.length === 1 ? 'it' : 'them'} (another npm start?), or choose other ports: npm start -- ${flags.join(' ')}`,
    );
  }
  return problems;
}

/** The first port above `port` that is free on `host` and not in `taken`, to which it is added; null when there is none near. */
async function nextFree(host: string, port: number, taken: Set<number>): Promise<number | null> {
  // A privileged port is moved to where everybody may listen.
  const first = Math.max(port + 1, 1_024);
  for (let candidate = first; candidate < Math.min(first + 1_000, 65_536); candidate++) {
    if (taken.has(candidate) || (await tryListen(host, candidate)) !== null) continue;
    taken.add(candidate);
    return candidate;
  }
  return null;
}

/** null when the port can be had, else the error's code. */
function tryListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
