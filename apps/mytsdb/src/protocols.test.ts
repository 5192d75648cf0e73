/** The HTTP protocols of other systems, as far as the server wires them: each has its own tests in its library. */
import { gzipSync } from 'node:zlib';
import { ProtobufWriter } from '@chimera/bytes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess(['--max-message-bytes', '10kB', '--max-import-bytes', '2kB']);
});

afterAll(() => server.dispose());

const now = Date.now();

const get = async (path: string): Promise<unknown> => (await (await fetch(`${server.url}${path}`)).json()) as unknown;

const ask = async (query: string): Promise<unknown> => {
  const answer = (await get(`/api/v1/query?query=${encodeURIComponent(query)}`)) as {
    data: { result: { value: [number, string] }[] };
  };
  return answer.data.result.map(({ value }) => value[1]);
};

const post = (url: string, type: string, body: string | Uint8Array<ArrayBuffer>, encoding = ''): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, ...(encoding === '' ? {} : { 'content-encoding': encoding }) },
    body,
  });

/** A delta sum of 2 with an exemplar. */
const otlp = (ms: number): string => {
  const exemplars = [{ timeUnixNano: `${ms}000000`, asDouble: 1.5, traceId: '0af7651916cd43dd8448eb211c80319c' }];
  const dataPoints = [{ timeUnixNano: `${ms}000000`, asInt: '2', exemplars }];
  const metrics = [{ name: 'calls', sum: { dataPoints, aggregationTemporality: 1, isMonotonic: true } }];
  return JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
};

test('OTLP over HTTP on both ports, one state behind them; exemplars can be asked for', async () => {
  const first = await post(`${server.otlpHttpUrl}/v1/metrics`, 'application/json', otlp(now - 2_000));
  expect([first.status, await first.text()]).toEqual([200, '{}']);
  const packed = Uint8Array.from(gzipSync(otlp(now - 1_000)));
  expect((await post(`${server.url}/api/v1/otlp/v1/metrics`, 'application/json', packed, 'gzip')).status).toBe(200);
  expect(await ask('calls_total')).toEqual(['4']);
  expect(await get('/api/v1/query_exemplars?query=rate(calls_total[5m])')).toEqual({
    status: 'success',
    data: [
      {
        seriesLabels: { __name__: 'calls_total' },
        exemplars: [now - 2_000, now - 1_000].map((ms) => ({
          labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' },
          value: '1.5',
          timestamp: ms / 1_000,
        })),
      },
    ],
  });
  const large = await post(`${server.otlpHttpUrl}/v1/metrics`, 'application/json', 'x'.repeat(10_001));
  expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('raise --max-message-bytes')]);
  const elsewhere = await post(`${server.otlpHttpUrl}/v1/traces`, 'application/json', '{}');
  expect([elsewhere.status, await elsewhere.text()]).toEqual([404, expect.stringContaining('POST /v1/metrics')]);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain('mytsdb_ingested_samples_total{protocol="otlp_http"} 2\n');
});

test('a text file is imported, and its errors are told with their lines', async () => {
  const url = `${server.url}/api/v1/import/prometheus`;
  const fine = await post(url, 'text/plain', `imported{a="1"} 5\nimported{a="2"} 7 ${now}\n`);
  expect([fine.status, await fine.json()]).toMatchObject([200, { accepted: 2, rejected: 0, errors: [] }]);
  expect(await ask('sum(imported)')).toEqual(['12']);
  const open = await post(`${url}?format=openmetrics`, '', `opened 1 ${now / 1_000}\nbad\n# EOF\n`);
  expect([open.status, await open.json()]).toMatchObject([
    400,
    { accepted: 1, errors: [{ line: 2, message: 'there is no value' }] },
  ]);
  const large = await post(url, 'text/plain', 'm 1\n'.repeat(1_000));
  expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('raise --max-import-bytes')]);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain('mytsdb_limit_passed_total{limit="import_bytes"} 1\n');
});

test('federation answers what was written', async () => {
  const response = await fetch(`${server.url}/federate?match[]=imported`, { headers: { accept: 'text/plain' } });
  expect(response.headers.get('content-type')).toContain('version=0.0.4');
  expect(await response.text()).toMatch(
    /^# TYPE imported untyped\nimported\{a="1",instance=""\} 5 \d+\nimported\{a="2"/,
  );
  expect((await fetch(`${server.url}/federate?match[]=%7B`)).status).toBe(400);
});

/** `ReadRequest` for one metric, as a snappy block of one literal. */
function readRequest(metric: string, responseType: number): Uint8Array<ArrayBuffer> {
  const request = new ProtobufWriter()
    .message(1, (query) => {
      query.varint(1, now - 3_600_000).varint(2, now + 3_600_000);
      query.message(3, (matcher) => matcher.string(2, '__name__').string(3, metric));
    })
    .varint(2, responseType)
    .finish();
  return Uint8Array.from([request.length, (request.length - 1) << 2, ...request]);
}

test('remote read answers samples, and streams chunks', async () => {
  const url = `${server.url}/api/v1/read`;
  const samples = await post(url, 'application/x-protobuf', readRequest('imported', 0), 'snappy');
  expect([samples.status, samples.headers.get('content-encoding')]).toEqual([200, 'snappy']);
  const streamed = await post(url, 'application/x-protobuf', readRequest('imported', 1), 'snappy');
  expect(streamed.headers.get('content-type')).toContain('proto=prometheus.ChunkedReadResponse');
  const bytes = Buffer.from(await streamed.arrayBuffer());
  expect(bytes.toString('latin1').match(/imported/g)).toHaveLength(2);
  expect((await post(url, 'application/x-protobuf', 'garbage')).status).toBe(400);
  expect((await fetch(url)).status).toBe(405);
});

test('what reads waits for the seed, what writes does not', async () => {
  const seeding = await startServerProcess(['--expect-seed']);
  try {
    expect((await fetch(`${seeding.url}/federate`)).status).toBe(503);
    expect((await post(`${seeding.url}/api/v1/read`, '', readRequest('up', 0))).status).toBe(503);
    expect((await post(`${seeding.otlpHttpUrl}/v1/metrics`, 'application/json', '{}')).status).toBe(200);
    expect((await post(`${seeding.url}/api/v1/import/prometheus`, 'text/plain', 'm 1')).status).toBe(200);
  } finally {
    await seeding.dispose();
  }
});
