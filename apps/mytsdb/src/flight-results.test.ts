/** What Flight answers, against the whole server: native histograms, large results, long listings, clients that leave. */
import { ProtobufReader, ProtobufWriter } from '@chimera/bytes';
import { createFlightClient, type FlightClient } from '@chimera/ingest-flight';
import { Client, type ClientReadableStream, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

const NOW_S = Math.floor(Date.now() / 1_000);
const METRICS = 1_234;
const WIDE = 250;
const STEPS = 11_000;

let server: ServerProcess;
let client: FlightClient;
let raw: Client;

beforeAll(async () => {
  server = await startServerProcess();
  client = createFlightClient(server.flightTarget);
  raw = new Client(server.flightTarget, credentials.createInsecure());
  await sendHistograms();
  let text = '';
  for (let i = 0; i < METRICS; i++)
    text += `listed_${i}_total{job="${i % 2 === 0 ? 'even' : 'odd'}"} ${i} ${NOW_S}000\n`;
  for (let i = 0; i < WIDE; i++) text += `wide{i="${i}"} ${i}.123456789012 ${NOW_S}000\n`;
  await post('/api/v1/import/prometheus', 'text/plain', text);
});

afterAll(async () => {
  client.close();
  raw.close();
  await server.dispose();
});

async function post(path: string, type: string, body: string): Promise<void> {
  const response = await fetch(server.url + path, { method: 'POST', headers: { 'content-type': type }, body });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
}

/** `latency_seconds`, two native histograms a minute apart. */
async function sendHistograms(): Promise<void> {
  const dataPoints = [1, 2].map((times, i) => ({
    timeUnixNano: `${NOW_S - 60 * (1 - i)}000000000`,
    startTimeUnixNano: `${NOW_S - 600}000000000`,
    count: 12 * times,
    sum: 33.5 * times,
    scale: 0,
    zeroCount: 2 * times,
    positive: { offset: 0, bucketCounts: [4 * times, 0, 5 * times] },
    negative: { offset: -1, bucketCounts: [times] },
  }));
  const metrics = [{ name: 'latency', unit: 's', exponentialHistogram: { aggregationTemporality: 2, dataPoints } }];
  await post(
    '/api/v1/otlp/v1/metrics',
    'application/json',
    JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  );
}

type JsonHistogram = { count: string; sum: string; buckets?: [number, string, string, string][] };
type JsonSeries = {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
  histogram?: [number, JsonHistogram];
  histograms?: [number, JsonHistogram][];
};

/** The API's answer as the rows that Flight is to give. */
async function rowsOverHttp(path: string, params: Record<string, string>): Promise<object[]> {
  const answer = await fetch(`${server.url}/api/v1/${path}?${new URLSearchParams(params)}`);
  const { data } = (await answer.json()) as { data: { result: JsonSeries[] } };
  return data.result.flatMap(({ metric, value, values, histogram, histograms }) => {
    const floats = (values ?? (value === undefined ? [] : [value])).map(([time, text]) => ({
      timestamp: 1_000 * time,
      ...metric,
      value: Number(text),
      count: null,
      sum: null,
      buckets: null,
    }));
    const others = (histograms ?? (histogram === undefined ? [] : [histogram])).map(([time, one]) => ({
      timestamp: 1_000 * time,
      ...metric,
      value: null,
      count: Number(one.count),
      sum: Number(one.sum),
      buckets: (one.buckets ?? []).map(([boundaries, ...numbers]) => {
        const [lower, upper, count] = numbers.map(Number);
        return { boundaries, lower, upper, count };
      }),
    }));
    return [...floats, ...others].sort((a, b) => a.timestamp - b.timestamp);
  });
}

async function rowsOverFlight(params: { query: string } & Record<string, string>): Promise<object[]> {
  const rows = (await client.query(params)).flatMap((batch) => batch.toArray());
  return rows.map((row) => {
    const { buckets, ...rest } = row?.toJSON() as { buckets: Iterable<{ toJSON(): object }> | null };
    // A label that a series lacks is null here and nothing there.
    const present = Object.entries(rest).filter(([name, value]) => value !== null || /^(value|count|sum)$/.test(name));
    return {
      ...Object.fromEntries(present),
      buckets: buckets === null ? null : [...buckets].map((bucket) => bucket.toJSON()),
    };
  });
}

test('native histograms at one moment, and among floats', async () => {
  const query = '{__name__=~"latency_seconds|listed_1_total"}';
  const time = `${NOW_S + 10}`;
  const rows = await rowsOverFlight({ query, time });
  expect(rows).toEqual(await rowsOverHttp('query', { query, time }));
  expect(rows).toContainEqual({
    timestamp: 1_000 * (NOW_S + 10),
    __name__: 'latency_seconds',
    value: null,
    count: 24,
    sum: 67,
    buckets: [
      { boundaries: 1, lower: -1, upper: -0.5, count: 2 },
      { boundaries: 3, lower: expect.any(Number), upper: expect.any(Number), count: 4 },
      { boundaries: 0, lower: 1, upper: 2, count: 8 },
      { boundaries: 0, lower: 4, upper: 8, count: 10 },
    ],
  });
});

test.each([
  'latency_seconds',
  'latency_seconds or listed_1_total',
  'rate(latency_seconds[5m]) or wide * 2',
  // Floats first, then histograms in one series.
  `vector(1) unless on() (vector(time()) >= ${NOW_S - 30}) or label_replace(sum(latency_seconds), "a", "", "", "")`,
])('a matrix is what query_range gives: %s', async (query) => {
  const params = { query, start: `${NOW_S - 90}`, end: `${NOW_S + 60}`, step: '15' };
  const rows = await rowsOverFlight(params);
  const expected = await rowsOverHttp('query_range', params);
  expect(rows.length).toBeGreaterThan(5);
  expect(rows).toEqual(expected);
});

test('warnings travel in the metadata of the schema', async () => {
  const query = 'quantile(2, wide)';
  const answer = await fetch(`${server.url}/api/v1/query?${new URLSearchParams({ query })}`);
  const { warnings } = (await answer.json()) as { warnings: string[] };
  expect(warnings.length).toBe(1);
  const [batch] = await client.query({ query });
  expect(JSON.parse(batch?.schema.metadata.get('mytsdb.warnings') ?? '')).toEqual(warnings);
});

test('a result whose JSON would have more than 64 MiB comes whole', async () => {
  const params = { query: 'wide', start: `${NOW_S}`, end: `${NOW_S + (STEPS - 1) / 50}`, step: '0.02' };
  const batches = await client.query(params);
  expect(batches.reduce((sum, { numRows }) => sum + numRows, 0)).toBe(WIDE * STEPS);
  let sum = 0;
  for (const batch of batches)
    for (const value of batch.getChild('value')?.toArray() as Float64Array) sum += Math.floor(value);
  expect(sum).toBe(((WIDE * (WIDE - 1)) / 2) * STEPS);
});

function open(method: 'ListFlights' | 'DoGet', request: string): ClientReadableStream<Buffer> {
  const bytes = (value: Buffer): Buffer => value;
  const message = Buffer.from(new ProtobufWriter().bytes(1, Buffer.from(request)).finish());
  return raw.makeServerStreamRequest(`/arrow.flight.protocol.FlightService/${method}`, bytes, bytes, message);
}

/** The paths of the flights' descriptors. */
async function listed(criteria: string): Promise<string[]> {
  const names: string[] = [];
  for await (const message of open('ListFlights', criteria)) {
    const info = new ProtobufReader(message as Buffer);
    while (info.nextField()) {
      if (info.field !== 2) {
        info.skip();
        continue;
      }
      const descriptor = new ProtobufReader(info.view());
      while (descriptor.nextField()) {
        if (descriptor.field === 3) names.push(descriptor.string());
        else descriptor.skip();
      }
    }
  }
  return names;
}

test('ListFlights tells all names, or those that the criteria choose', async () => {
  const response = await fetch(`${server.url}/api/v1/label/__name__/values`);
  const { data } = (await response.json()) as { data: string[] };
  expect(data.length).toBeGreaterThan(METRICS);
  expect(await listed('')).toEqual(data);
  expect(await listed('listed_')).toEqual(data.filter((name) => name.startsWith('listed_')));
  expect((await listed('listed_11')).length).toBe(1 + 10 + 100);
  expect((await listed('{job="even"}')).length).toBe(METRICS / 2);
  expect(await listed('wide{i="7"}')).toEqual(['wide']);
  expect(await listed('nothing_like_it')).toEqual([]);
  await expect(listed('{job=')).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringContaining('parse error'),
  });
});

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
};

test('a client that leaves half-way leaves nothing behind', async () => {
  const grid = { start: NOW_S, end: NOW_S + (STEPS - 1) / 50, step: '0.02' };
  const call = open('DoGet', JSON.stringify({ query: 'wide', ...grid }));
  const failed = new Promise<ServiceError>((resolve) => call.on('error', resolve));
  call.once('data', () => call.pause());
  // The first part has been taken, and what is left waits.
  await expect.poll(() => metric('mytsdb_transit_bytes'), { timeout: 10_000 }).toBeGreaterThan(10_000_000);
  call.cancel();
  expect((await failed).code).toBe(status.CANCELLED);
  await expect.poll(() => metric('mytsdb_transit_bytes')).toBe(0);
});

test('a client that leaves before the answer ends its query', async () => {
  const query = Array.from({ length: 40 }, (_, i) => `sum(wide * ${i} + on() group_left vector(time()))`).join(' + ');
  const heavy = `max_over_time((${query})[3m:20ms])`;
  const call = open('DoGet', JSON.stringify({ query: heavy, start: NOW_S, end: NOW_S + 1_000, step: '0.1' }));
  const failed = new Promise<ServiceError>((resolve) => call.on('error', resolve));
  await expect.poll(() => metric('mytsdb_queries{state="running"}')).toBe(1);
  call.cancel();
  expect((await failed).code).toBe(status.CANCELLED);
  await expect.poll(() => metric('mytsdb_queries{state="running"}')).toBe(0);
  expect(await metric('mytsdb_query_errors_total{route="/query_range",type="canceled"}')).toBe(1);
});
