/**
 * A real Prometheus without data of its own reads MyTSDB's through remote read, and answers queries from it. Debian's 2.42
 * asks for samples, not for streamed chunks, and drops native histograms that it reads.
 */
import { ProtobufWriter } from '@chimera/bytes';
import { compressSync } from 'snappy';
import { expectEqual } from '../expect-equal.ts';
import type { Proof } from '../proof.ts';
import { countSamples, type Samples, type SeriesSamples } from './http-api.ts';
import {
  DEBIAN,
  type Edition,
  NEEDS_PROMETHEUS,
  NEEDS_PROMETHEUS_3,
  prometheus3,
  startPrometheus,
  versionOf,
} from './prometheus.ts';
import { importText, startTarget, type Target } from './target.ts';

const PODS = 30;
const STEPS = 200;
const STEP_SEC = 5;

export const prometheusRemoteRead: Proof = {
  says: 'a real Prometheus answers queries from MyTSDB through remote read (samples), as MyTSDB itself does',
  needs: NEEDS_PROMETHEUS,
  run: () => proveRemoteRead(DEBIAN, QUERIES),
};

export const prometheus3RemoteRead: Proof = {
  says: 'the same with a Prometheus 3: streamed chunks, native histograms',
  needs: NEEDS_PROMETHEUS_3,
  async *run() {
    yield* proveRemoteRead(prometheus3(), [...QUERIES, ...HISTOGRAM_QUERIES]);
  },
};

async function* proveRemoteRead(edition: Edition, queries: readonly string[]): AsyncGenerator<string> {
  yield await versionOf(edition);
  const target = await startTarget();
  const prometheus = await startPrometheus(edition, () => ({
    remote_read: [{ url: `http://127.0.0.1:${target.server.port}/api/v1/read`, read_recent: true }],
  }));
  try {
    const endSec = Math.floor(Date.now() / 1_000 / STEP_SEC) * STEP_SEC;
    const startSec = endSec - (STEPS - 1) * STEP_SEC;
    const sent = samplesFrom(startSec);
    await importText(target, linesOf(sent));
    const query = `read_value[${STEPS * STEP_SEC - 1}s]`;
    expectEqual('raw samples through remote read', await prometheus.api.query(query, endSec), sent);
    yield `${PODS} series with ${countSamples(sent)} samples, read exactly as they were written`;

    await writeHistograms(target, startSec);
    const grid = { startSec, endSec, stepSec: 60 };
    for (const expression of queries) {
      const answer = await prometheus.api.range(expression, grid);
      expectEqual(`${expression} through remote read`, answer, await target.api.range(expression, grid));
      if (countSamples(answer) === 0) throw new Error(`${expression} answers nothing, which proves nothing`);
      yield `${expression}: ${countSamples(answer)} points, equal`;
    }
    // Its own store must be empty, or the answers above prove nothing.
    expectEqual('label names in its own store', await prometheus.api.get('/api/v1/labels', {}), []);
  } finally {
    await prometheus.stop();
    await target.server.stop();
  }
}

/** Every kind of matcher; nothing whose meaning changed between Prometheus 2 and 3. */
const QUERIES = [
  'read_value',
  'read_value{pod="p-3"}',
  'read_value{pod!="p-3"}',
  'read_value{pod=~"p-1.*",zone!~"a|b"}',
  '{__name__=~"read_.*",zone="c"}',
  'sum by (zone) (read_value)',
  'read_value offset 5m',
];

const HISTOGRAM_QUERIES = ['read_native', 'histogram_quantile(0.9, read_native)'];

function samplesFrom(startSec: number): SeriesSamples {
  const entries = Array.from({ length: PODS }, (_, pod): [string, Samples] => [
    `read_value{pod="p-${pod}", zone="${'abc'[pod % 3]}"}`,
    Array.from({ length: STEPS }, (_, i) => [startSec + i * STEP_SEC, `${pod * 1_000 + i / 8}`] as const),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function linesOf(series: SeriesSamples): string[] {
  return Object.entries(series).flatMap(([labels, samples]) =>
    samples.map(([time, value]) => `${labels} ${value} ${time * 1_000}`),
  );
}

/** Native histograms have no text form: one series in a remote-write 1.0 request, a sample a minute. */
async function writeHistograms({ server }: Target, startSec: number): Promise<void> {
  const request = new ProtobufWriter().message(1, (series) => {
    series.message(1, (label) => label.string(1, '__name__').string(2, 'read_native'));
    for (let i = 1; i <= 15; i++) {
      series.message(4, (histogram) =>
        histogram
          .varint(1, 6 * i)
          .double(3, 7.5 * i)
          .sint(4, 0)
          .double(5, 1e-9)
          .varint(6, i)
          .message(11, (span) => span.sint(1, 0).varint(2, 2))
          .sint(12, 2 * i)
          .sint(12, i)
          .varint(15, (startSec + i * 60) * 1_000),
      );
    }
  });
  const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
  await server.request('POST', '/api/v1/write', compressSync(Buffer.from(request.finish())), headers);
}
