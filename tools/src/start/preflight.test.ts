import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { StartOptions } from './flags.ts';
import { preflight } from './preflight.ts';

const GIB = 2 ** 30;

test('a port in use and too little memory are reported together, each with the next step', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as { port: number };
  const options = {
    host: '127.0.0.1',
    httpPort: port,
    arrowPort: 0,
    otlpAddress: '127.0.0.1:0',
    otlpHttpPort: 0,
  } as StartOptions;
  const problems = await preflight(options, 0.25 * GIB);
  blocker.close();
  expect(problems).toEqual([
    'Only 256 MiB of memory are free; about 600 are needed. Close something, or seed less: npm start -- --days 0.1',
    `Port ${port} (HTTP) is in use. Stop the program that has it, or choose another: npm start -- --http-port ${port + 1}`,
  ]);
});
