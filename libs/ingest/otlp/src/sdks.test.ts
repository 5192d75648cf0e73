/**
 * What the OpenTelemetry SDKs of JavaScript and Go sent in two exports (`npm run prove -- record-clients`; what they
 * measured is in tools/src/prove/clients/), through the HTTP handler and through a gRPC server.
 */
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { formatLabels, type Histogram } from '@chimera/tsdb-model';
import { createMemoryStorage, type MemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { ServerCredentials } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { createOtlpHttpHandler, createOtlpServer } from './index.ts';

type Recorded = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

function recorded(name: string): Recorded[] {
  return JSON.parse(readFileSync(new URL(`testdata/${name}.json`, import.meta.url), 'utf8')) as Recorded[];
}

function setup() {
  const store = createMemoryStorage();
  const exemplars: string[] = [];
  const appender = {
    ...store,
    appendExemplar: (_: number, { labels, value }: { labels: readonly string[]; value: number }) => {
      exemplars.push(`${formatLabels(labels)} ${value}`);
      return null;
    },
  };
  return { store, exemplars, appender };
}

async function overHttp(name: string) {
  const { store, exemplars, appender } = setup();
  const handle = createOtlpHttpHandler({ appender });
  for (const { method, headers, body } of recorded(name)) {
    const response = await handle({ method, headers, body: Buffer.from(body, 'base64') });
    expect([response.status, response.outcome?.rejectedPoints]).toEqual([200, 0]);
  }
  return { ...(await samplesOf(store)), exemplars };
}

/** Values by series, and histograms by series. */
async function samplesOf(store: MemoryStorage) {
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  const floats: Record<string, number[]> = {};
  const histograms: Record<string, Histogram[]> = {};
  set.labels.forEach((labels, index) => {
    set.read(index, range, buffer);
    const found = (buffer.histograms ?? [])
      .slice(0, buffer.count)
      .filter((one): one is Histogram => one !== null && one !== undefined);
    if (found.length > 0) histograms[formatLabels(labels)] = found;
    else floats[formatLabels(labels)] = [...buffer.values.subarray(0, buffer.count)];
  });
  return { floats, histograms };
}

function expectJsTotals(job: string, { floats, histograms }: Awaited<ReturnType<typeof samplesOf>>): void {
  expect(floats).toEqual({
    [`js_requests_total{http_route="/a", ${job}}`]: [3, 7],
    [`js_requests_total{http_route="/b", ${job}}`]: [1, 3],
    [`js_queue{${job}}`]: [10, 7],
    [`js_temperature_celsius{${job}}`]: [21.5, 22.5],
    [`js_latency_seconds_bucket{http_route="/a", ${job}, le="0.125"}`]: [1, 2],
    [`js_latency_seconds_bucket{http_route="/a", ${job}, le="1"}`]: [2, 4],
    [`js_latency_seconds_bucket{http_route="/a", ${job}, le="+Inf"}`]: [3, 6],
    [`js_latency_seconds_count{http_route="/a", ${job}}`]: [3, 6],
    [`js_latency_seconds_sum{http_route="/a", ${job}}`]: [5.5625, 16.6875],
    [`target_info{host_arch="amd64", ${job}}`]: [1, 1],
  });
  const name = `js_size_bytes{http_route="/a", ${job}}`;
  expect(Object.keys(histograms)).toEqual([name]);
  expect(histograms[name]).toMatchObject([
    { count: 5, sum: 1_000_702.5, zeroCount: 1 },
    { count: 10, sum: 3_002_107.5, zeroCount: 2 },
  ]);
  const counted = histograms[name]?.map(({ positiveBuckets }) => positiveBuckets.reduce((a, b) => a + b, 0));
  expect(counted).toEqual([4, 8]);
}

test('JavaScript: delta sums and histograms, protobuf, gzip', async () => {
  expect(recorded('otel-js-delta-protobuf')[0]?.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'application/x-protobuf',
  });
  const samples = await overHttp('otel-js-delta-protobuf');
  expectJsTotals('instance="protobuf-delta", job="proof/otel-js"', samples);
});

test('JavaScript: cumulative, JSON', async () => {
  expect(recorded('otel-js-cumulative-json')[0]?.headers['content-type']).toBe('application/json');
  expectJsTotals('instance="json-cumulative", job="proof/otel-js"', await overHttp('otel-js-cumulative-json'));
});

test('Go: exemplars of counters and of both kinds of histograms', async () => {
  const { floats, histograms, exemplars } = await overHttp('otel-go-delta-protobuf');
  const job = 'instance="go-1", job="proof/otel-go"';
  expect(floats[`go_requests_total{http_route="/a", ${job}}`]).toEqual([3, 9]);
  expect(floats[`go_latency_seconds_sum{http_route="/a", ${job}}`]).toEqual([5.5625, 16.6875]);
  expect(histograms[`go_size_bytes{http_route="/a", ${job}}`]).toMatchObject([
    { count: 4, sum: 5_562.5, zeroCount: 1 },
    { count: 8, sum: 11_125, zeroCount: 2 },
  ]);
  // Ids are made of round and value; each bucket of the plain histogram keeps one.
  const trace = (round: string, value: string): string =>
    `{span_id="cd0000000000${round}${value}", trace_id="ab${'00'.repeat(13)}${round}${value}"}`;
  for (const wanted of [
    `${trace('01', '01')} 0.0625`,
    `${trace('01', '08')} 0.5`,
    `${trace('01', '50')} 5`,
    `${trace('02', '01')} 0.125`,
    `${trace('02', '50')} 10`,
  ])
    expect(exemplars).toContain(wanted);
  expect(exemplars).toHaveLength(16);
});

test('JavaScript over gRPC: compressed frames, sent as they were recorded', async () => {
  const { store, appender } = setup();
  const server = createOtlpServer({ appender });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const session = http2.connect(`http://127.0.0.1:${port}`);
  try {
    for (const { method, url, headers, body } of recorded('otel-js-delta-grpc')) {
      const bytes = Buffer.from(body, 'base64');
      expect([bytes[0], headers['grpc-encoding']]).toEqual([1, 'gzip']);
      const status = await new Promise<string>((resolve, reject) => {
        const stream = session.request({ ':method': method, ':path': url, ...headers });
        let seen = '';
        const note = (answer: http2.IncomingHttpHeaders): void => {
          seen = String(answer['grpc-status'] ?? seen);
        };
        stream.on('response', note).on('trailers', note).on('error', reject);
        stream.on('end', () => resolve(seen)).resume();
        stream.end(bytes);
      });
      expect(status).toBe('0');
    }
  } finally {
    session.close();
    server.forceShutdown();
  }
  expectJsTotals('instance="grpc-delta", job="proof/otel-js"', await samplesOf(store));
});
