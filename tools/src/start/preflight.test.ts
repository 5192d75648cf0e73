import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { StartOptions } from './flags.ts';
import { preflight } from './preflight.ts';

const GIB = 2 ** 30;
const FREE = { host: '127.0.0.1', httpPort: 0, arrowPort: 0, otlpAddress: '127.0.0.1:0', otlpHttpPort: 0 };

const blockers: Server[] = [];
afterEach(() => {
  for (const blocker of blockers.splice(0)) blocker.close();
});

function listen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      blockers.push(server);
      resolve((server.address() as { port: number }).port);
    });
  });
}

/** The first of two neighbouring ports, both taken now. */
async function twoBusyPorts(): Promise<number> {
  for (;;) {
    const port = await listen(0);
    if (port !== null && port < 65_000 && (await listen(port + 1)) !== null) return port;
  }
}

test('ports in use and too little memory are reported together; one command moves all to free ports', async () => {
  const port = await twoBusyPorts();
  const options = { ...FREE, otlpAddress: `127.0.0.1:${port}`, otlpHttpPort: port + 1 } as StartOptions;
  const problems = await preflight(options, 0.25 * GIB);
  expect(problems).toEqual([
    'Only 256 MiB of memory are free; about 600 are needed. Close something, or seed less: npm start -- --days 0.1',
    `Port ${port} (OTLP/gRPC) is in use.`,
    `Port ${port + 1} (OTLP/HTTP) is in use.`,
    expect.stringMatching(/^Stop what has them .*: npm start -- --address 127\.0\.0\.1:\d+ --otlp-http-port \d+$/),
  ]);
  const [, grpc, http] = /127\.0\.0\.1:(\d+) --otlp-http-port (\d+)$/.exec(problems[3] ?? '') ?? [];
  expect(Number(grpc)).toBeGreaterThan(port + 1);
  expect(http).not.toBe(grpc);
  const advised = { ...FREE, otlpAddress: `127.0.0.1:${grpc}`, otlpHttpPort: Number(http) } as StartOptions;
  expect(await preflight(advised, GIB)).toEqual([]);
});

test('one port for two listeners', async () => {
  const port = (await listen(0)) as number;
  for (const blocker of blockers.splice(0)) await new Promise((resolve) => blocker.close(resolve));
  const options = { ...FREE, httpPort: port, otlpHttpPort: port } as StartOptions;
  expect(await preflight(options, GIB)).toEqual([
    `Port ${port} (OTLP/HTTP) is given to HTTP already.`,
    expect.stringMatching(
      /^Stop what has it \(another npm start\?\), or choose other ports: npm start -- --otlp-http-port \d+$/,
    ),
  ]);
});
