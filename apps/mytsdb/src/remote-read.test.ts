/** Remote read through the server: clients that do not read their answers hold nobody up. */
import { connect, type Socket } from 'node:net';
import { ProtobufWriter } from '@chimera/bytes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;
const SERIES = 120;
const SAMPLES = 3_000;
const stalled: Socket[] = [];

beforeAll(async () => {
  server = await startServerProcess(['--read-max-concurrency', '4', '--retention', '100d']);
  let text = '';
  for (let s = 0; s < SERIES; s++)
    for (let i = 0; i < SAMPLES; i++) text += `wave{s="${s}"} ${Math.sin(s * i)} ${START + 1_000 * i}\n`;
  const response = await fetch(`${server.url}/api/v1/import/prometheus`, { method: 'POST', body: text });
  expect(response.status).toBe(200);
});

afterAll(async () => {
  for (const socket of stalled) socket.destroy();
  await server.dispose();
});

const START = Math.floor(Date.now() / 1_000) * 1_000 - 4_000_000;

/** More than the kernel keeps for a client that does not read. */
const QUERIES = 6;

/** `ReadRequest` for everything, several times, as a snappy block of literals; streamed chunks. */
function readRequest(): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter();
  for (let i = 0; i < QUERIES; i++) {
    writer.message(1, (query) => {
      query.varint(1, START).varint(2, START + 1_000 * SAMPLES);
      query.message(3, (matcher) => matcher.string(2, '__name__').string(3, 'wave'));
    });
  }
  const request = writer.varint(2, 1).finish();
  const block = [(request.length & 0x7f) | 0x80, request.length >> 7];
  for (let at = 0; at < request.length; at += 60) {
    const literal = request.subarray(at, at + 60);
    block.push((literal.length - 1) << 2, ...literal);
  }
  return Uint8Array.from(block);
}

function stall(): Promise<Socket> {
  return new Promise((resolve) => {
    const body = readRequest();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(`POST /api/v1/read HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
      socket.once('readable', () => resolve(socket));
    });
    socket.on('error', () => {});
    stalled.push(socket);
  });
}

test('three stalled readers: a fourth gets everything, a fifth at the same time is told to wait', async () => {
  await Promise.all([stall(), stall(), stall()]);
  const read = (): Promise<Response> => fetch(`${server.url}/api/v1/read`, { method: 'POST', body: readRequest() });
  const response = await read();
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.toString('latin1').match(/wave/g)).toHaveLength(QUERIES * SERIES);
  await stall();
  const busy = await read();
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  // Those who leave make room.
  for (const socket of stalled.splice(0)) socket.destroy();
  let status = 503;
  while (status === 503) status = (await read()).status;
  expect(status).toBe(200);
});
