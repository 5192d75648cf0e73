/** Clients that stall, trickle or do not read: they are cut and counted, and cost nobody else anything. */
import http2 from 'node:http2';
import { connect, type Socket } from 'node:net';
import { Client, connectivityState, credentials, Metadata, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../testing/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  // Long enough for those who do nothing wrong on a machine that is busy.
  const times = ['--header-timeout', '1s', '--read-timeout', '1500ms', '--write-timeout', '1s', '--grpc-ping', '1s'];
  server = await startServerProcess([...times, '--max-message-bytes', '1000', '--access-log']);
});
afterAll(() => server.dispose());

/** Sends what it is given and then says nothing; resolves to what came until the server closed. */
function talk(text: string, more: (socket: Socket) => void = () => {}): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(text);
      more(socket);
    });
    socket.on('data', (data) => (heard += data.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? 0,
  );
};

/** What the server printed so far, of the lines that are wanted. */
const logged = (wanted: (line: string) => boolean): unknown[] =>
  server
    .output()
    .split('\n')
    .filter((line) => wanted(line) && line.endsWith('}'))
    .map((line) => JSON.parse(line));

const HEAD = 'POST /api/v1/query HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n';

test('half a head, a trickled head, half a body, a trickled body: 408, the others are served', async () => {
  const before = await metric('mytsdb_limit_passed_total{limit="read_timeout"}');
  const trickle = (socket: Socket): void => {
    const timer = setInterval(() => socket.write('x'), 50);
    socket.on('close', () => clearInterval(timer));
  };
  const slow = [
    talk('GET / HTTP/1.1\r\nhost'),
    talk('GET / HTTP/1.1\r\nhost: ', trickle),
    talk(`${HEAD}content-length: 1000\r\n\r\nquery=1`),
    talk(`${HEAD}content-length: 1000\r\n\r\nquery=1`, trickle),
    talk(`${HEAD}transfer-encoding: chunked\r\n\r\n5\r\nque`),
  ];
  for (let i = 0; i < 20; i++) expect((await fetch(`${server.url}/health`)).status).toBe(200);
  for (const heard of await Promise.all(slow)) expect(heard).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(await metric('mytsdb_limit_passed_total{limit="read_timeout"}')).toBe(before + slow.length);
});

test('an import may take as long as it likes, but not pause', async () => {
  const before = await metric('mytsdb_limit_passed_total{limit="read_timeout"}');
  const head = 'POST /api/v1/import/prometheus HTTP/1.1\r\nhost: a\r\nconnection: close\r\n';
  let lines = 0;
  const slow = await talk(`${head}transfer-encoding: chunked\r\n\r\n`, (socket) => {
    // Longer than the time that other bodies have.
    const timer = setInterval(() => {
      socket.write(++lines < 12 ? '4\r\na 1\n\r\n' : '0\r\n\r\n');
      if (lines === 12) clearInterval(timer);
    }, 200);
  });
  expect(slow).toMatch(/^HTTP\/1\.1 200 /);
  expect(slow).toContain('"lines":11');
  const paused = await talk(`${head}content-length: 1000\r\n\r\na 1\n`);
  expect(paused).toMatch(/^HTTP\/1\.1 408 /);
  expect(await metric('mytsdb_limit_passed_total{limit="read_timeout"}')).toBe(before + 1);
});

test('what is not HTTP is 400, a head that is too long 431', async () => {
  expect(await talk('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await talk(`GET / HTTP/1.1\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('a client that does not read its answer is cut', async () => {
  const query = encodeURIComponent(`label_replace(vector(1), "x", "${'x'.repeat(50)}", "", "")`);
  const end = 1_700_000_000;
  // More than the kernel's buffers hold.
  const line = `GET /api/v1/query_range?query=${query}&start=${end - 10_999}&end=${end}&step=1 HTTP/1.1\r\nhost: a\r\n\r\n`;
  const ended = new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(line.repeat(60)));
    socket.pause();
    socket.on('error', () => {});
    const timer = setInterval(async () => {
      if ((await metric('mytsdb_limit_passed_total{limit="write_timeout"}')) === 0) return;
      clearInterval(timer);
      socket.destroy();
      resolve();
    }, 100);
  });
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  await ended;
});

type Answer = { readonly code: status; readonly details: string; readonly id: string | undefined };

/** One export of OTLP over gRPC. */
function exportMetrics(message: Buffer, id?: string): Promise<Answer> {
  const grpc = new Client(server.otlpTarget, credentials.createInsecure());
  const path = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
  const bytes = (value: Buffer): Buffer => value;
  const metadata = new Metadata();
  if (id !== undefined) metadata.set('x-request-id', id);
  return new Promise((resolve) => {
    const call = grpc.makeUnaryRequest(path, bytes, bytes, message, metadata, () => {});
    call.on('status', (sent) => {
      grpc.close();
      resolve({ code: sent.code, details: sent.details, id: sent.metadata.get('x-request-id')[0]?.toString() });
    });
  });
}

test('a gRPC message over the limit is refused and counted, and the flag is named', async () => {
  expect(await exportMetrics(Buffer.alloc(2_000))).toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    details: expect.stringContaining('raise --max-message-bytes'),
  });
  expect(await metric('mytsdb_limit_passed_total{limit="message_bytes"}')).toBe(1);
});

test('gRPC calls have request ids, in their trailers and in the log', async () => {
  const own = await exportMetrics(Buffer.alloc(0));
  expect(own).toMatchObject({ code: status.OK, id: expect.stringMatching(/^[0-9a-f]{8}-\d+$/) });
  const given = await exportMetrics(Buffer.from([0xff]), 'trace-7');
  expect(given).toMatchObject({ code: status.INVALID_ARGUMENT, id: 'trace-7' });
  const lines = (): unknown[] => logged((line) => line.includes(`"${own.id}"`) || line.includes('"trace-7"'));
  const call = {
    msg: 'call',
    protocol: 'otlp_grpc',
    method: expect.stringMatching(/Export$/),
    seconds: expect.anything(),
  };
  await expect.poll(lines).toMatchObject([
    { ...call, requestId: own.id, code: 'OK' },
    { ...call, requestId: 'trace-7', code: 'INVALID_ARGUMENT', details: expect.stringContaining('not an OTLP') },
  ]);
});

test('a gRPC client that leaves in the middle of its call is counted as that', async () => {
  const path = '/arrow.flight.protocol.FlightService/DoPut';
  const counted = (): Promise<number> =>
    metric(`mytsdb_grpc_calls_total{protocol="flight",method="${path}",code="CANCELLED"}`);
  const session = http2.connect(`http://${server.flightTarget}`);
  session.on('error', () => {});
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const call = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  call.on('error', () => {});
  // A message of 100 bytes of which 1 comes.
  call.write(Buffer.from([0, 0, 0, 0, 100, 1]));
  await new Promise((resolve) => session.ping(resolve));
  expect(await counted()).toBe(0);
  session.destroy();
  await expect.poll(counted).toBe(1);
});

test.each(['half a message', 'a trickled message'])('%s over gRPC: cut off, the others are served', async (what) => {
  const before = await metric('mytsdb_limit_passed_total{limit="read_timeout"}');
  const session = http2.connect(`http://${server.otlpTarget}`);
  const path = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
  const call = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  call.on('error', () => {});
  const ended = new Promise<http2.IncomingHttpHeaders>((resolve) => {
    call.on('response', (headers) => 'grpc-status' in headers && resolve(headers));
    call.on('trailers', resolve);
  });
  call.resume();
  call.write(Buffer.from([0, 0, 0, 0, 100, 1]));
  const trickle = what === 'half a message' ? undefined : setInterval(() => call.write(Buffer.of(1)), 50);
  expect((await exportMetrics(Buffer.alloc(0))).code).toBe(status.OK);
  const trailers = await ended;
  clearInterval(trickle);
  expect(trailers['grpc-status']).toBe(String(status.DEADLINE_EXCEEDED));
  expect(decodeURIComponent(String(trailers['grpc-message']))).toContain('raise --read-timeout');
  expect(await metric('mytsdb_limit_passed_total{limit="read_timeout"}')).toBe(before + 1);
  session.destroy();
});

test('a gRPC client that does not answer pings is cut, one that does is not', async () => {
  const alive = new Client(server.flightTarget, credentials.createInsecure());
  await new Promise((resolve) => alive.waitForReady(Date.now() + 20_000, resolve));
  const [host, port] = server.flightTarget.split(':');
  const ended = new Promise<void>((resolve) => {
    // Not even HTTP/2's first bytes.
    const socket = connect(Number(port), host as string);
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.resume();
  });
  await ended;
  expect(await metric('mytsdb_limit_passed_total{limit="grpc_ping"}')).toBe(1);
  expect(alive.getChannel().getConnectivityState(false)).toBe(connectivityState.READY);
  alive.close();
});

test("request ids: ours, or the client's when it is harmless; both in the access log", async () => {
  const own = await fetch(`${server.url}/api/v1/query?query=41`);
  const id = own.headers.get('x-request-id') ?? '';
  expect(id).toMatch(/^[0-9a-f]{8}-\d+$/);
  const given = await fetch(`${server.url}/api/v1/query?query=42`, { headers: { 'x-request-id': 'trace-1' } });
  expect(given.headers.get('x-request-id')).toBe('trace-1');
  const evil = await fetch(`${server.url}/health`, { headers: { 'x-request-id': 'a"b c' } });
  expect(evil.headers.get('x-request-id')).not.toContain('"');
  const lines = (): unknown[] => logged((line) => line.includes('query=4'));
  // What the server prints comes through a pipe.
  await expect.poll(lines).toMatchObject([
    { msg: 'request', requestId: id, method: 'GET', url: '/api/v1/query?query=41', status: 200 },
    { msg: 'request', requestId: 'trace-1', url: '/api/v1/query?query=42', status: 200 },
  ]);
});
