/** The access log: a line for each request, also for one whose connection is gone when its answer is. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess(['--access-log', '--max-import-bytes', '2kB']);
});

afterAll(() => server.dispose());

type Line = { msg: string; requestId: string; url: string; status: number; client?: string; port: number };

async function lineOf(url: string): Promise<Line> {
  for (;;) {
    const lines = server.output().split('\n').slice(0, -1);
    const found = lines.map((text) => JSON.parse(text) as Line).find((line) => line.url === url);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a request is logged with its id, its client and its port', async () => {
  const answer = await fetch(`${server.url}/health?a`, { headers: { 'x-request-id': 'mine-1' } });
  expect(answer.headers.get('x-request-id')).toBe('mine-1');
  expect(await lineOf('/health?a')).toMatchObject({
    msg: 'request',
    requestId: 'mine-1',
    status: 200,
    client: '127.0.0.1',
    port: Number(new URL(server.url).port),
  });
});

test('so is one that was refused before it was read, and hung up on', async () => {
  const body = 'too_much 1\n'.repeat(1_000);
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk)).on('error', () => {});
  socket.write(`POST /api/v1/import/prometheus?b HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await once(socket, 'close');
  expect(Buffer.concat(heard).toString()).toMatch(/^HTTP\/1\.1 413 /);
  expect(await lineOf('/api/v1/import/prometheus?b')).toMatchObject({ status: 413, client: '127.0.0.1' });
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});
