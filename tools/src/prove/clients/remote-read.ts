/**
 * A real Prometheus without data of its own reads MyTSDB's through remote read, and answers queries from it. Debian's 2.42
 * asks for samples, not for streamed chunks, and drops native histograms that it reads.
 */
import { expectEqual } from '../expect-equal.ts';
import type { Proof } from '../proof.ts';
import { countSamples, type Samples, type SeriesSamples } from './http-api.ts';
import { NEEDS_PROMETHEUS, startPrometheus, versionOf } from './prometheus.ts';
import { importText, startTarget } from './target.ts';

const PODS = 30;
const STEPS = 200;
const STEP_SEC = 5;

export const prometheusRemoteRead: Proof = {
  says: 'a real Prometheus answers queries from MyTSDB through remote read, as MyTSDB itself does',
  needs: NEEDS_PROMETHEUS,
  async *run() {
    yield await versionOf('prometheus');
    const target = await startTarget();
    const prometheus = await startPrometheus(() => ({
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

      const grid = { startSec, endSec, stepSec: 60 };
      for (const expression of QUERIES) {
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
  },
};

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
