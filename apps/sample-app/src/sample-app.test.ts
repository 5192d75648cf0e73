/** The app over OTLP/gRPC into the reference storage: what a Prometheus API would show of it. */
import { createOtlpServer } from '@chimera/ingest-otlp';
import { seededRandom } from '@chimera/testing';
import { labelValue, metricName } from '@chimera/tsdb-model';
import { createMemoryStorage, type MemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, expect, it } from 'vitest';
import { LATENCY_BOUNDS_SEC } from './instruments.ts';
import { type RunningApp, startSampleApp } from './sample-app.ts';
import { createExporter } from './telemetry.ts';

const UNTIL = { minMs: -1e15, maxMs: 1e15 };

let server: Server | undefined;
let app: RunningApp | undefined;

afterEach(async () => {
  await app?.stop();
  server?.forceShutdown();
});

async function receiver(port = 0): Promise<{ port: number; storage: MemoryStorage }> {
  const storage = createMemoryStorage();
  const otlp = createOtlpServer({ appender: storage });
  server = otlp;
  const bound = await new Promise<number>((resolve, reject) => {
    otlp.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, actual) =>
      error === null ? resolve(actual) : reject(error),
    );
  });
  return { port: bound, storage };
}

function start(port: number, log: (line: string) => void = () => {}): Promise<RunningApp> {
  return startSampleApp({
    exporter: createExporter(`http://127.0.0.1:${port}`, 1, log),
    random: seededRandom(1),
    intervalSec: 1,
    port: 0,
    host: '127.0.0.1',
    rate: 200,
    instance: 'here',
  });
}

/** Newest value of each series of a metric, by its labels. */
async function newest(storage: MemoryStorage, name: string) {
  const found = await storage.querier().select([], UNTIL);
  const buffer = new SampleBuffer();
  return found.labels.flatMap((labels, i) => {
    if (metricName(labels) !== name) return [];
    found.read(i, UNTIL, buffer);
    return [{ labels, value: buffer.values[buffer.count - 1] as number }];
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('is seen under the names, labels and buckets that the data set has', async () => {
  const { port, storage } = await receiver();
  app = await start(port);
  await until(async () => (await newest(storage, 'http_requests_total')).length >= 4);
  await app.stop();
  app = undefined;

  const names = new Set((await storage.querier().select([], UNTIL)).labels.map((labels) => metricName(labels)));
  expect([...names].sort()).toEqual([
    'http_request_duration_seconds_bucket',
    'http_request_duration_seconds_count',
    'http_request_duration_seconds_sum',
    'http_requests_active',
    'http_requests_total',
    'target_info',
  ]);

  const totals = await newest(storage, 'http_requests_total');
  for (const { labels } of totals) {
    expect(labelValue(labels, 'job')).toBe('demo/sample-app');
    expect(labelValue(labels, 'instance')).toBe('here');
  }
  const requests = totals.map(({ labels }) =>
    ['method', 'route', 'code'].map((name) => labelValue(labels, name)).join(' '),
  );
  expect(requests).toEqual(expect.arrayContaining(['GET / 200', 'GET /orders 200', 'GET /orders/:id 200']));

  const buckets = await newest(storage, 'http_request_duration_seconds_bucket');
  const bounds = new Set(buckets.map(({ labels }) => labelValue(labels, 'le')));
  expect(bounds).toEqual(new Set([...LATENCY_BOUNDS_SEC.map(String), '+Inf']));

  // The last export came after the last request: all agree.
  const sum = (series: readonly { value: number }[]) => series.reduce((total, { value }) => total + value, 0);
  expect(sum(await newest(storage, 'http_request_duration_seconds_count'))).toBe(sum(totals));
  expect(sum(totals)).toBeGreaterThan(20);
  expect(sum(await newest(storage, 'http_requests_active'))).toBe(0);
});

it('says once that the receiver is away, and once that it is back', async () => {
  const { port } = await receiver();
  server?.forceShutdown();
  const lines: string[] = [];
  app = await start(port, (line) => lines.push(line));
  await until(() => lines.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(lines).toEqual([expect.stringMatching(/^cannot export metrics, trying again at every interval: /)]);
  const { storage } = await receiver(port);
  await until(async () => (await newest(storage, 'http_requests_total')).length > 0);
  await until(() => lines.length === 2);
  expect(lines[1]).toBe('metrics are exported again');
});
