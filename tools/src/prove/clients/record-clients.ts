/** Records what real clients send: fixtures of the libraries' tests, written anew. */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { compressSync } from 'snappy';
import { inRepo } from '../../workspace.ts';
import type { Proof } from '../proof.ts';
import { buildOtelGo, sendOtelGo } from './otel-go.ts';
import { sendOtelJs } from './otel-js.ts';
import { DEBIAN, NEEDS_PROMETHEUS, scrapeJob, startPrometheus, versionOf } from './prometheus.ts';
import { type Recorded, recordGrpc, recordHttp } from './recorder.ts';
import { HISTOGRAM_PATH, startScrapeTarget, TEXT_PATH, VANISHES_AFTER } from './scrape-target.ts';

/** Time of the recorded remote read, Unix seconds. */
const READ_TIME = 1_700_000_000;
const READ_QUERY = 'read_value{pod=~"p-1.*",zone!="a",room!~"x|y"}';
const FEDERATE_PATH = '/federate';

export const recordClients: Proof = {
  says: 'writes what Prometheus and the OpenTelemetry SDKs send anew, to testdata of the libraries; proves nothing',
  needs: `${NEEDS_PROMETHEUS}; Go 1.26 or later`,
  async *run() {
    yield await versionOf(DEBIAN);
    for (const [file, record] of Object.entries(RECORDINGS)) {
      const requests = await record();
      const text = JSON.stringify(
        requests.map(({ body, ...head }) => ({ ...head, body: body.toString('base64') })),
        null,
        1,
      );
      writeFileSync(inRepo(file), `${text}\n`);
      const bytes = requests.reduce((sum, { body }) => sum + body.length, 0);
      yield `${file}: ${requests.length} requests, ${bytes} bytes`;
    }
  },
};

const RECORDINGS: Readonly<Record<string, () => Promise<readonly Recorded[]>>> = {
  'libs/ingest/remote-write/src/testdata/prometheus-2.42.json': remoteWrite,
  'libs/http/remote-read/src/testdata/prometheus-2.42.json': remoteRead,
  'libs/http/federation/src/testdata/prometheus-2.42.json': federation,
  'libs/ingest/otlp/src/testdata/otel-js-delta-protobuf.json': () => otelJs('protobuf', 'delta', 'gzip'),
  'libs/ingest/otlp/src/testdata/otel-js-cumulative-json.json': () => otelJs('json', 'cumulative', 'none'),
  'libs/ingest/otlp/src/testdata/otel-js-delta-grpc.json': () => otelJs('grpc', 'delta', 'gzip'),
  'libs/ingest/otlp/src/testdata/otel-go-delta-protobuf.json': otelGo,
};

/** All requests of some scrapes of the odd texts, the last of which lacks a series. */
async function remoteWrite(): Promise<readonly Recorded[]> {
  const recorder = await recordHttp();
  const odd = await startScrapeTarget();
  const prometheus = await startPrometheus(DEBIAN, () => ({
    global: { scrape_interval: '1s', scrape_timeout: '900ms' },
    scrape_configs: [
      scrapeJob('text', odd.port, { metrics_path: TEXT_PATH }),
      scrapeJob('protobuf', odd.port, { metrics_path: HISTOGRAM_PATH }),
    ],
    remote_write: [
      {
        url: `http://127.0.0.1:${recorder.port}/api/v1/write`,
        send_exemplars: true,
        send_native_histograms: true,
        queue_config: { batch_send_deadline: '200ms', max_shards: 1 },
        metadata_config: { send: true, send_interval: '3s' },
      },
    ],
  }));
  try {
    while (odd.scrapes < VANISHES_AFTER + 2) await sleep(50);
    // Long enough to send the last scrape, too short for another.
    await sleep(500);
  } finally {
    await prometheus.stop();
    odd.stop();
    recorder.stop();
  }
  return recorder.requests;
}

async function remoteRead(): Promise<readonly Recorded[]> {
  // An empty ReadResponse.
  const recorder = await recordHttp(compressSync(Buffer.from([0x0a, 0x00])), {
    ...{ 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
  });
  const prometheus = await startPrometheus(DEBIAN, () => ({
    remote_read: [{ url: `http://127.0.0.1:${recorder.port}/api/v1/read`, read_recent: true }],
  }));
  try {
    await prometheus.api.query(READ_QUERY, READ_TIME);
  } finally {
    await prometheus.stop();
    recorder.stop();
  }
  return recorder.requests;
}

async function federation(): Promise<readonly Recorded[]> {
  const recorder = await recordHttp(Buffer.from('up 1\n'), { 'content-type': 'text/plain; version=0.0.4' });
  const prometheus = await startPrometheus(DEBIAN, () => ({
    global: { scrape_interval: '1s' },
    scrape_configs: [
      scrapeJob('federate', recorder.port, {
        metrics_path: FEDERATE_PATH,
        honor_labels: true,
        params: { 'match[]': ['{__name__=~"fed_.*",job!="left-out"}', 'up'] },
      }),
    ],
  }));
  try {
    while (recorder.requests.length === 0) await sleep(50);
  } finally {
    await prometheus.stop();
    recorder.stop();
  }
  return recorder.requests.slice(0, 1);
}

async function otelJs(transport: string, temporality: string, compression: string): Promise<readonly Recorded[]> {
  const recorder = await (transport === 'grpc' ? recordGrpc() : recordHttp());
  const path = transport === 'grpc' ? '' : '/v1/metrics';
  try {
    await sendOtelJs({ transport, temporality, compression }, `http://127.0.0.1:${recorder.port}${path}`);
  } finally {
    recorder.stop();
  }
  return recorder.requests;
}

async function otelGo(): Promise<readonly Recorded[]> {
  const recorder = await recordHttp();
  try {
    await sendOtelGo(buildOtelGo(), 'http', `127.0.0.1:${recorder.port}`, 'delta');
  } finally {
    recorder.stop();
  }
  return recorder.requests;
}
