/** Many clients that send slowly, or do not read, hold no more memory together than they may. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ProtobufWriter } from '@chimera/bytes';
import { Client, type ClientReadableStream, credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await startServerProcess(['--max-transit-bytes', '1MB', '--query-max-result-bytes', '32MB']);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await server.dispose();
});

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
};

async function open(text: string, bytes = 0): Promise<void> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause();
  socket.write(text);
  socket.write(Buffer.alloc(bytes));
}

function close(): void {
  for (const socket of sockets.splice(0)) socket.destroy();
}

const post = (path: string, bytes: number, type: string): Promise<Response> =>
  fetch(server.url + path, { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(bytes) });

const FORM = 'application/x-www-form-urlencoded';

test('half-sent bodies: what has no room left is put off, and small requests are served', async () => {
  const head = 'POST /api/v1/write HTTP/1.1\r\nhost: a\r\ncontent-length: 500000\r\n\r\n';
  for (let i = 0; i < 3; i++) await open(head, 300_000);
  await expect.poll(() => metric('mytsdb_transit_bytes')).toBe(900_000);
  for (const [path, type] of [
    ['/api/v1/write', 'application/x-protobuf'],
    ['/api/v1/otlp/v1/metrics', 'application/x-protobuf'],
    ['/api/v1/read', 'application/x-protobuf'],
    ['/api/v1/query', FORM],
  ] as const) {
    const refused = await post(path, 200_000, type);
    expect([path, refused.status, await refused.text()]).toEqual([
      path,
      503,
      expect.stringContaining('raise --max-transit-bytes'),
    ]);
    expect(refused.headers.get('retry-after')).toBe('5');
  }
  expect(await metric('mytsdb_limit_passed_total{limit="transit_bytes"}')).toBe(4);
  expect(await metric('mytsdb_overloaded_total{protocol="remote_write"}')).toBe(1);
  expect((await fetch(`${server.url}/api/v1/query?query=1`)).status).toBe(200);
  close();
  await expect.poll(() => metric('mytsdb_transit_bytes')).toBe(0);
  expect((await post('/api/v1/query', 200_000, FORM)).status).toBe(400);
});

test('answers that nobody takes: further queries are put off until their clients are gone', async () => {
  const query = encodeURIComponent(`label_replace(vector(1), "x", "${'x'.repeat(50)}", "", "")`);
  const grid = 'start=1699989001&end=1700000000&step=1';
  const line = `GET /api/v1/query_range?query=${query}&${grid} HTTP/1.1\r\nhost: a\r\n\r\n`;
  // More than the kernel's buffers hold.
  for (let i = 0; i < 4; i++) await open(line.repeat(40));
  await expect.poll(() => metric('mytsdb_transit_bytes'), { timeout: 10_000 }).toBeGreaterThan(1_000_000);
  for (const path of ['/api/v1/query?query=1', '/federate?match[]=up']) {
    const refused = await fetch(server.url + path);
    expect([path, refused.status]).toEqual([path, 503]);
  }
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/api/v1/status/active_queries`)).status).toBe(200);
  close();
  await expect.poll(() => metric('mytsdb_transit_bytes')).toBe(0);
  expect((await fetch(`${server.url}/api/v1/query?query=1`)).status).toBe(200);
});

/** A DoGet that is not read. */
function query(client: Client, text: string): ClientReadableStream<Buffer> {
  const bytes = (value: Buffer): Buffer => value;
  const ticket = Buffer.from(JSON.stringify({ query: text, start: '1699989001', end: '1700000000', step: '1' }));
  const message = new ProtobufWriter().bytes(1, ticket).finish();
  const path = '/arrow.flight.protocol.FlightService/DoGet';
  const stream = client.makeServerStreamRequest(path, bytes, bytes, Buffer.from(message));
  stream.on('error', () => {});
  return stream;
}

test('results that nobody takes over Flight count, too', async () => {
  const client = new Client(server.flightTarget, credentials.createInsecure());
  // 100 series of 10,000 points: 16 MB, in batches of one, of which the transport takes the first.
  const union = Array.from({ length: 100 }, (_, i) => `label_replace(vector(1), "i", "${i}", "", "")`).join(' or ');
  const stalled = query(client, union);
  stalled.pause();
  await expect.poll(() => metric('mytsdb_transit_bytes'), { timeout: 10_000 }).toBeGreaterThan(1_000_000);
  const refused = await new Promise((resolve) => query(client, '1').on('status', resolve));
  expect(refused).toMatchObject({
    code: status.UNAVAILABLE,
    details: expect.stringContaining('raise --max-transit-bytes'),
  });
  stalled.cancel();
  await expect.poll(() => metric('mytsdb_transit_bytes')).toBe(0);
  const served = query(client, '1');
  served.resume();
  expect(await new Promise((resolve) => served.on('status', resolve))).toMatchObject({ code: status.OK });
  client.close();
});
