/** The OpenTelemetry SDK of JavaScript exports over every transport and in both temporalities; PromQL reads back its totals. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { inRepo, sourceProgram } from '../../workspace.ts';
import { expectEqual } from '../expect-equal.ts';
import type { Proof } from '../proof.ts';
import { expectBuckets } from './expect-buckets.ts';
import { startTarget, type Target } from './target.ts';

const run = promisify(execFile);

/** Observations of the exponential histogram in the first round; the second doubles them. */
const SIZES = [0, 1, 1.5, 700, 1_000_000];
const SENDER = sourceProgram('tools', 'src', 'prove', 'clients', 'otel-js-sender.ts');

type Manifest = { readonly dependencies: Readonly<Record<string, string>> };
type Case = { readonly transport: string; readonly temporality: string; readonly compression: string };

export const otelJs: Proof = {
  says: 'the OpenTelemetry SDK of JavaScript: gRPC, HTTP with protobuf and JSON, delta, exponential histograms, gzip',
  needs: 'nothing but npm packages',
  async *run() {
    const { dependencies } = JSON.parse(readFileSync(inRepo('tools', 'package.json'), 'utf8')) as Manifest;
    const version = dependencies['@opentelemetry/sdk-metrics'];
    yield `sdk-metrics ${version}; it has no exemplars to send, those of otel-go are real`;
    const target = await startTarget();
    try {
      for (const one of casesOf(target)) {
        await sendOtelJs(one, one.url);
        const count = await check(target, one);
        yield `${one.transport}, ${one.temporality}, ${one.compression}: ${count} series read back, both exports exact`;
      }
    } finally {
      await target.server.stop();
    }
  },
};

/** Runs the sender to its end. Throws an Error with what it printed. */
export async function sendOtelJs({ transport, temporality, compression }: Case, url: string): Promise<void> {
  const { stderr, stdout } = await run(process.execPath, [
    ...SENDER.nodeFlags,
    ...[SENDER.file, transport, url, temporality, compression],
  ]);
  if (stderr !== '' || stdout !== '') throw new Error(`the SDK said: ${stderr}${stdout}`);
}

/** Each transport in each temporality, through the port of OTLP or that of the API. */
function casesOf({ ports, server }: Target): (Case & { url: string })[] {
  const grpc = `http://127.0.0.1:${ports.otlpPort}`;
  const http = `http://127.0.0.1:${ports.otlpHttpPort}/v1/metrics`;
  const api = `http://127.0.0.1:${server.port}/api/v1/otlp/v1/metrics`;
  return [
    { transport: 'grpc', temporality: 'delta', compression: 'gzip', url: grpc },
    { transport: 'grpc', temporality: 'cumulative', compression: 'none', url: grpc },
    { transport: 'protobuf', temporality: 'delta', compression: 'gzip', url: http },
    { transport: 'protobuf', temporality: 'cumulative', compression: 'none', url: api },
    { transport: 'json', temporality: 'delta', compression: 'gzip', url: api },
    { transport: 'json', temporality: 'cumulative', compression: 'none', url: http },
  ];
}

/** Number of series. Throws an Error at the first that is not as sent. */
async function check({ api }: Target, { transport, temporality }: Case): Promise<number> {
  const job = `instance="${transport}-${temporality}", job="proof/otel-js"`;
  const all = await api.query(`{${job.replace(', ', ',')}}[5m]`, Date.now() / 1_000 + 1);
  const values = Object.fromEntries(
    Object.entries(all).map(([labels, samples]) => [labels, samples.map(([, value]) => value)]),
  );
  const histogram = `js_size_bytes{http_route="/a", ${job}}`;
  const { [histogram]: sizes = [], ...floats } = values;
  const latency = (le: string): string => `js_latency_seconds_bucket{http_route="/a", ${job}, le="${le}"}`;
  const wanted: Record<string, readonly string[]> = {
    [`js_requests_total{http_route="/a", ${job}}`]: ['3', '7'],
    [`js_requests_total{http_route="/b", ${job}}`]: ['1', '3'],
    [`js_queue{${job}}`]: ['10', '7'],
    [`js_temperature_celsius{${job}}`]: ['21.5', '22.5'],
    [latency('0.125')]: ['1', '2'],
    [latency('1')]: ['2', '4'],
    [latency('+Inf')]: ['3', '6'],
    [`js_latency_seconds_count{http_route="/a", ${job}}`]: ['3', '6'],
    [`js_latency_seconds_sum{http_route="/a", ${job}}`]: ['5.5625', '16.6875'],
    [`target_info{host_arch="amd64", ${job}}`]: ['1', '1'],
  };
  const sorted = (series: object): [string, unknown][] => Object.entries(series).sort(([a], [b]) => (a < b ? -1 : 1));
  expectEqual(`series of ${transport}, ${temporality}`, sorted(floats), sorted(wanted));
  expectBuckets('js_size_bytes, first export', sizes[0], SIZES);
  expectBuckets('js_size_bytes, second export', sizes[1], [...SIZES, ...SIZES.map((value) => 2 * value)]);
  return Object.keys(values).length;
}
