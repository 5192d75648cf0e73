/** What can be known to go wrong before anything starts. Each problem says what to do. */
import { createServer } from 'node:net';
import type { StartOptions } from './flags.ts';

/** Below this much free memory the small data set and its server are likely to be killed. */
const NEEDED_MIB = 600;

/** All problems found; empty when `npm start` can go on. */
export async function preflight(options: StartOptions, availableBytes: number): Promise<string[]> {
  const problems: string[] = [];
  const availableMib = Math.floor(availableBytes / 1_048_576);
  if (availableMib < NEEDED_MIB) {
    problems.push(
      `Only ${availableMib} MiB of memory are free; about ${NEEDED_MIB} are needed. Close something, or seed less: npm start -- --days 0.1`,
    );
  }
  const [otlpHost, otlpPort] = splitAddress(options.otlpAddress);
  const listeners: [name: string, host: string, port: number, remedy: string][] = [
    ['HTTP', options.host, options.httpPort, `--http-port ${options.httpPort + 1}`],
    ['Arrow Flight', options.host, options.arrowPort, `--arrow-port ${options.arrowPort + 1}`],
    ['OTLP/gRPC', otlpHost, otlpPort, `--address ${otlpHost}:${otlpPort + 1}`],
    ['OTLP/HTTP', options.host, options.otlpHttpPort, `--otlp-http-port ${options.otlpHttpPort + 1}`],
  ];
  for (const [name, host, port, remedy] of listeners) {
    const error = await tryListen(host, port);
    if (error === null) continue;
    problems.push(
      error === 'EADDRINUSE'
        ? `Port ${port} (${name}) is in use. Stop the program that has it, or choose another: npm start -- ${remedy}`
        : `Cannot listen on ${host}:${port} (${name}): ${error}. Choose another: npm start -- ${remedy}`,
    );
  }
  return problems;
}

/** `host:port`, the host in brackets for IPv6. */
export function splitAddress(address: string): [host: string, port: number] {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at).replace(/^\[|\]$/g, ''), Number(address.slice(at + 1))];
}

/** null when the port can be had, else the error's code. */
function tryListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
