/** The OpenTelemetry SDK of Go exports with exemplars; PromQL and the exemplar API read them back. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '@chimera/errors';
import { formatLabels, labelsFrom } from '@chimera/tsdb-model';
import { buildGoProgram } from '../../go-program.ts';
import { inRepo } from '../../workspace.ts';
import { expectEqual } from '../expect-equal.ts';
import { CannotRun, type Proof } from '../proof.ts';
import { expectBuckets } from './expect-buckets.ts';
import { startTarget, type Target } from './target.ts';

const run = promisify(execFile);

/** Observations under a trace in the first round; those of the exponential histogram are a thousand times as large. */
const VALUES = [0.0625, 0.5, 5];
const JOB = 'instance="go-1", job="proof/otel-go"';

export const otelGo: Proof = {
  says: 'the OpenTelemetry SDK of Go: exemplars of counters and of both kinds of histograms, delta and cumulative, gzip',
  needs: 'Go 1.26 or later, and its module proxy the first time',
  async *run() {
    const program = buildOtelGo();
    for (const temporality of ['delta', 'cumulative'] as const) {
      for (const transport of ['grpc', 'http'] as const) {
        const target = await startTarget();
        try {
          const port = transport === 'grpc' ? target.ports.otlpPort : target.ports.otlpHttpPort;
          await sendOtelGo(program, transport, `127.0.0.1:${port}`, temporality);
          const exemplars = await check(target, temporality);
          yield `${transport}, ${temporality}: counters and histograms exact, ${exemplars} exemplars with their trace ids`;
        } finally {
          await target.server.stop();
        }
      }
    }
  },
};

/** Throws CannotRun without Go. */
export function buildOtelGo(): string {
  try {
    return buildGoProgram('prove-otel-go', inRepo('tools', 'src', 'prove', 'clients', 'otel-go'));
  } catch (cause) {
    throw new CannotRun(messageOf(cause), { cause });
  }
}

export async function sendOtelGo(
  program: string,
  transport: 'grpc' | 'http',
  address: string,
  temporality: 'delta' | 'cumulative',
): Promise<void> {
  const { stderr } = await run(program, [transport, address, temporality]);
  if (stderr !== '') throw new Error(`the SDK said: ${stderr}`);
}

/** Number of exemplars. Throws an Error at the first thing that is not as sent. */
async function check({ api }: Target, temporality: string): Promise<number> {
  const now = Date.now() / 1_000 + 1;
  const all = await api.query('{job="proof/otel-go"}[5m]', now);
  const values = Object.fromEntries(
    Object.entries(all).map(([labels, samples]) => [labels, samples.map(([, value]) => value)]),
  );
  const labels = `{http_route="/a", ${JOB}}`;
  expectEqual(`go_requests_total, ${temporality}`, values[`go_requests_total${labels}`], ['3', '9']);
  expectEqual(`go_latency_seconds_sum, ${temporality}`, values[`go_latency_seconds_sum${labels}`], [
    '5.5625',
    '16.6875',
  ]);
  const sizes = [0, ...VALUES.map((value) => value * 1_000)];
  expectBuckets('go_size_bytes, first export', values[`go_size_bytes${labels}`]?.[0], sizes);
  expectBuckets('go_size_bytes, second export', values[`go_size_bytes${labels}`]?.[1], [...sizes, ...sizes]);

  const found = new Map<string, string[]>();
  const groups = (await api.get('/api/v1/query_exemplars', {
    ...{ query: '{__name__=~"go_.*"}', start: `${now - 300}`, end: `${now}` },
  })) as readonly Group[];
  for (const { seriesLabels, exemplars } of groups) {
    const series = formatLabels(labelsFrom(seriesLabels));
    found.set(series, [
      ...(found.get(series) ?? []),
      ...exemplars.map((one) => `${one.labels['trace_id']} ${one.value}`),
    ]);
  }
  const bucket = (le: string): string => `go_latency_seconds_bucket{http_route="/a", ${JOB}, le="${le}"}`;
  for (const [le, value] of [
    ['0.125', VALUES[0]],
    ['1', VALUES[1]],
    ['+Inf', VALUES[2]],
  ] as const) {
    const wanted = `${traceId(1, value as number)} ${value}`;
    if (!found.get(bucket(le))?.includes(wanted))
      throw new Error(`exemplars of le="${le}": expected ${wanted} among ${JSON.stringify(found.get(bucket(le)))}`);
  }
  for (const series of [`go_requests_total${labels}`, `go_size_bytes${labels}`]) {
    const ids = (found.get(series) ?? []).map((text) => text.split(' ')[0]);
    const known = VALUES.flatMap((value) => [traceId(1, value), traceId(2, value)]);
    if (ids.length === 0) throw new Error(`exemplars of ${series}: there are none`);
    for (const id of ids)
      if (!known.includes(id as string)) throw new Error(`exemplars of ${series}: ${id} was never sent`);
  }
  return [...found.values()].reduce((sum, list) => sum + list.length, 0);
}

type Group = {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
};

/** As main.go makes them. */
function traceId(round: number, value: number): string {
  const byte = (n: number): string => n.toString(16).padStart(2, '0');
  return `ab${'00'.repeat(13)}${byte(round)}${byte(Math.floor(value * 16))}`;
}
