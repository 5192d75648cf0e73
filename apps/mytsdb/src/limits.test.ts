/** Limits of what is written, each with its flag, its answer and its metric; and what both HTTP ports log and count. */
import { createFlightClient } from '@chimera/ingest-flight';
import { RecordBatch, Schema, tableFromArrays } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess([
    ...['--max-samples-per-request', '3', '--max-labels', '3', '--max-series', '2', '--access-log'],
    ...['--max-label-name-bytes', '8', '--max-label-value-bytes', '9', '--max-flight-json', '100'],
  ]);
});

afterAll(() => server.dispose());

const now = Date.now();
const metrics = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();
const post = (url: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const gauge = (...values: number[]): string => {
  const dataPoints = values.map((value, i) => ({ timeUnixNano: `${now + i}000000`, asDouble: value }));
  return JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'g', gauge: { dataPoints } }] }] }] });
};

test('samples of a request: 413 over HTTP, RESOURCE_EXHAUSTED over Flight, and counted', async () => {
  expect((await post(`${server.otlpHttpUrl}/v1/metrics`, gauge(1, 2, 3))).status).toBe(200);
  const refused = await post(`${server.otlpHttpUrl}/v1/metrics`, gauge(1, 2, 3, 4));
  expect(refused.status).toBe(413);
  expect(await refused.text()).toContain('raise --max-samples-per-request');
  const client = createFlightClient(server.flightTarget);
  const table = tableFromArrays({ timestamp: new BigInt64Array(4), value: new Float64Array(4) });
  const put = client.put({ kind: 'path', path: ['g'] }, () => {});
  await put.send(table.batches[0]!).catch(() => {});
  await expect(put.finish()).rejects.toMatchObject({
    code: 8,
    details: 'the batch has 4 samples, over the limit of 3: send smaller batches, or raise --max-samples-per-request',
  });
  client.close();
  const text = await metrics();
  expect(text).toContain('mytsdb_limit_passed_total{limit="samples_per_request"} 2\n');
  expect(text).not.toContain('limit="message_bytes"');
});

test("JSON in Flight's messages: refused before it is parsed, wherever it stands, and counted", async () => {
  const client = createFlightClient(server.flightTarget);
  const long = 'x'.repeat(100);
  const over = (what: string) => ({
    code: 8,
    details: expect.stringMatching(`^${what} is JSON of \\d+ bytes, over the limit of 100: .* raise --max-flight-json`),
  });
  await expect(client.query({ query: long })).rejects.toMatchObject(over('the query'));
  await expect(client.action('stats', { long })).rejects.toMatchObject(over("the body of action 'stats'"));
  const [batch] = tableFromArrays({ timestamp: new BigInt64Array(1), value: new Float64Array(1) }).batches;
  const withMetadata = client.put({ kind: 'path', path: ['g'] }, () => {}, { long });
  await withMetadata.send(batch!).catch(() => {});
  await expect(withMetadata.finish()).rejects.toMatchObject(over('app_metadata'));
  const { fields } = batch!.schema;
  const schema = new Schema(fields, new Map([['chimera.metric_metadata', `{"${long}": {}}`]]));
  const withFamilies = client.put({ kind: 'path', path: ['g'] }, () => {});
  await withFamilies.send(new RecordBatch(schema, batch!.data)).catch(() => {});
  await expect(withFamilies.finish()).rejects.toMatchObject(over("schema metadata 'chimera.metric_metadata'"));
  client.close();
  expect(await metrics()).toContain('mytsdb_limit_passed_total{limit="flight_json"} 4\n');
});

test.each([
  ['too_many_labels', 'labels', 'm{a="1",b="2",c="3"} 1\n', '4 labels, more than the limit of 3'],
  ['label_name_too_long', 'label_name_bytes', 'm{a23456789="1"} 1\n', 'raise --max-label-name-bytes'],
  ['label_value_too_long', 'label_value_bytes', 'm{a="1234567890"} 1\n', 'raise --max-label-value-bytes'],
  ['series_limit', 'series', 'm1 1\nm2 1\n', 'raise --max-series'],
])('%s', async (reason, limit, text, message) => {
  const response = await post(`${server.url}/api/v1/import/prometheus`, text, { 'content-type': 'text/plain' });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(message);
  const counted = await metrics();
  expect(counted).toContain(`mytsdb_rejected_samples_total{protocol="text_import",reason="${reason}"} 1\n`);
  expect(counted).toContain(`mytsdb_limit_passed_total{limit="${limit}"} 1\n`);
});

test('the OTLP port gives request ids, logs its requests, and its connections are counted', async () => {
  const mine = await post(`${server.otlpHttpUrl}/v1/metrics`, gauge(5), { 'x-request-id': 'mine-1' });
  expect(mine.headers.get('x-request-id')).toBe('mine-1');
  const given = await post(`${server.otlpHttpUrl}/v1/metrics`, gauge(5));
  const id = given.headers.get('x-request-id');
  expect(id).toMatch(/^[0-9a-f]{8}-\d+$/);
  const text = await metrics();
  expect(text).toMatch(/mytsdb_http_connections\{port="otlp_http"\} [1-9]/);
  expect(text).toMatch(/mytsdb_http_connections\{port="http"\} [1-9]/);
  expect(text).toContain('mytsdb_waiting_writes 0\n');
  const logged = (): unknown => {
    const lines = server.output().split('\n');
    return JSON.parse(lines.find((one) => one.includes(`"${id}"`) && one.endsWith('}')) ?? '{}');
  };
  // What the server prints comes through a pipe.
  await expect.poll(logged).toMatchObject({
    requestId: id,
    method: 'POST',
    url: '/v1/metrics',
    status: 200,
    port: Number(new URL(server.otlpHttpUrl).port),
  });
});
