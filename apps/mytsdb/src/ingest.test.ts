/** The ingestion protocols, as far as the server wires them: each has its own tests in its library. */
import { ProtobufWriter } from '@chimera/bytes';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess(['--max-write-bytes', '10kB', '--max-series', '4']);
});

afterAll(() => server.dispose());

const ask = async (query: string): Promise<unknown> => {
  const response = await fetch(`${server.url}/api/v1/query?query=${encodeURIComponent(query)}`);
  return ((await response.json()) as { data: { result: unknown } }).data.result;
};

const metrics = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();

const now = Date.now();

/** prometheus.WriteRequest with one sample for each value of the label `job`. */
function writeRequest(...jobs: string[]): Uint8Array {
  const writer = new ProtobufWriter();
  for (const job of jobs) {
    writer.message(1, (series) => {
      series.message(1, (label) => label.string(1, '__name__').string(2, 'written'));
      series.message(1, (label) => label.string(1, 'job').string(2, job));
      series.message(2, (sample) => sample.double(1, 7).varint(2, now));
    });
  }
  return snappyLiteral(writer.finish());
}

/** A snappy block of literals only: declared length, then chunks of at most 60 bytes. */
function snappyLiteral(bytes: Uint8Array): Uint8Array {
  const parts: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    parts.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) break;
  }
  for (let at = 0; at < bytes.length; at += 60) {
    const chunk = bytes.subarray(at, at + 60);
    parts.push((chunk.length - 1) << 2, ...chunk);
  }
  return new Uint8Array(parts);
}

const post = (body: Uint8Array): Promise<Response> =>
  fetch(`${server.url}/api/v1/write`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    body: new Uint8Array(body),
  });

test('OTLP over gRPC: a gauge arrives; garbage is INVALID_ARGUMENT; the health service answers', async () => {
  const client = new Client(server.otlpTarget, credentials.createInsecure());
  const call = (path: string, body: Uint8Array): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const same = (bytes: Buffer): Buffer => bytes;
      client.makeUnaryRequest(path, same, same, Buffer.from(body), (error: ServiceError | null, response?: Buffer) =>
        error === null ? resolve(response as Buffer) : reject(error),
      );
    });
  const request = new ProtobufWriter();
  request.message(1, (resource) => {
    resource.message(2, (scope) => {
      scope.message(2, (metric) => {
        metric.string(1, 'room.temperature');
        metric.message(5, (gauge) => {
          gauge.message(1, (point) => fixed64(point, 3, BigInt(now) * 1_000_000n).double(4, 21.5));
        });
      });
    });
  });
  const path = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
  await call(path, request.finish());
  const answer = await ask('{__name__=~"room.temperature.*"}');
  expect(answer).toMatchObject([{ value: [expect.anything(), '21.5'] }]);
  await expect(call(path, new Uint8Array([0xff, 0xff]))).rejects.toMatchObject({ code: 3 });
  expect([...(await call('/grpc.health.v1.Health/Check', new Uint8Array()))]).toEqual([8, 1]);
  client.close();
});

test('remote write: written, counted, queryable as soon as it is acknowledged', async () => {
  const response = await post(writeRequest('a', 'b'));
  expect(response.status).toBe(204);
  expect(response.headers.get('x-prometheus-remote-write-samples-written')).toBe('2');
  expect(await ask('count(written == 7)')).toMatchObject([{ value: [expect.anything(), '2'] }]);
  expect(await metrics()).toContain('mytsdb_ingested_samples_total{protocol="remote_write"} 2\n');
});

test('remote write: over the series limit the known series stay writable; reasons are counted', async () => {
  const response = await post(writeRequest('a', 'c', 'd', 'e'));
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('series_limit 2');
  expect(await metrics()).toContain('mytsdb_rejected_samples_total{protocol="remote_write",reason="series_limit"} 2\n');
});

test('remote write: garbage is 400, too much is 413, GET is 405, and the server goes on', async () => {
  expect((await post(new Uint8Array([1, 2, 3, 4]))).status).toBe(400);
  const large = await post(new Uint8Array(20_000));
  expect(large.status).toBe(413);
  expect(await large.text()).toContain('--max-write-bytes');
  expect((await fetch(`${server.url}/api/v1/write`)).status).toBe(405);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

/** The wire type of a fixed64 is that of a double: the same eight bytes. */
function fixed64(writer: ProtobufWriter, field: number, value: bigint): ProtobufWriter {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value);
  return writer.double(field, view.getFloat64(0));
}
