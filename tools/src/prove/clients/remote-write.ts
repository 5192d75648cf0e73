/** A real Prometheus scrapes, and writes to MyTSDB what it scraped: both must then have the same samples. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expectEqual } from '../expect-equal.ts';
import type { Proof } from '../proof.ts';
import { countSamples, type HttpApi, type SeriesSamples } from './http-api.ts';
import {
  DEBIAN,
  type Edition,
  NEEDS_PROMETHEUS,
  NEEDS_PROMETHEUS_3,
  prometheus3,
  scrapeJob,
  startPrometheus,
  versionOf,
} from './prometheus.ts';
import { HISTOGRAM_PATH, startScrapeTarget, TEXT_PATH, VANISHES_AFTER } from './scrape-target.ts';
import { startTarget } from './target.ts';
import { untilEqual } from './until-equal.ts';

/** Scrapes of the odd text after which is compared. */
const SCRAPES = 10;
const EVERYTHING = '{job=~".+"}';

export const prometheusRemoteWrite: Proof = {
  says: 'a real Prometheus scrapes MyTSDB, itself and odd values, and writes all to MyTSDB: both have the same samples',
  needs: NEEDS_PROMETHEUS,
  run: () => proveRemoteWrite(DEBIAN, DESCRIBED, { metadata_config: { send: true, send_interval: '1s' } }),
};

export const prometheus3RemoteWrite: Proof = {
  says: 'the same with a Prometheus 3 and remote write 2.0',
  needs: NEEDS_PROMETHEUS_3,
  async *run() {
    yield* proveRemoteWrite(prometheus3(), [], { protobuf_message: 'io.prometheus.write.v2.Request' });
  },
};

/** `extra`: more of the configuration of the sender. */
async function* proveRemoteWrite(
  edition: Edition,
  described: readonly string[],
  extra: object,
): AsyncGenerator<string> {
  yield await versionOf(edition);
  const target = await startTarget();
  const odd = await startScrapeTarget();
  const prometheus = await startPrometheus(edition, (port) => ({
    global: { scrape_interval: '1s', scrape_timeout: '900ms' },
    scrape_configs: [
      scrapeJob('mytsdb', target.server.port),
      scrapeJob('prometheus', port),
      scrapeJob('text', odd.port, { metrics_path: TEXT_PATH }),
      scrapeJob('protobuf', odd.port, { metrics_path: HISTOGRAM_PATH }),
    ],
    remote_write: [
      {
        url: `http://127.0.0.1:${target.server.port}/api/v1/write`,
        send_exemplars: true,
        send_native_histograms: true,
        queue_config: { batch_send_deadline: '200ms' },
        ...extra,
      },
    ],
  }));
  try {
    // What is scraped before the sender has read its log's start is not sent.
    await sleep(2_000);
    const fromMs = Date.now();
    while (odd.scrapes < SCRAPES || Date.now() - fromMs < 4_000) await sleep(100);
    const toSec = Math.floor(Date.now() / 1_000) - 1;
    const query = `${EVERYTHING}[${toSec * 1_000 - fromMs}ms]`;
    const samplesOf = (api: HttpApi) => async (): Promise<SeriesSamples> =>
      after(await api.query(query, toSec), fromMs);
    const same = await untilEqual('all samples', samplesOf(target.api), samplesOf(prometheus.api));
    yield `${Object.keys(same).length} series with ${countSamples(same)} samples, equal on both sides`;
    for (const [name, seen] of Object.entries(PARTS)) {
      const count = Object.keys(same).filter((labels) => labels.includes(seen)).length;
      if (count === 0) throw new Error(`nothing was compared of ${name}: no series with ${seen}`);
    }
    yield `among them ${Object.keys(PARTS).join(', ')}`;

    const gone = await target.api.query('proof_vanishing', toSec);
    expectEqual(`proof_vanishing after ${VANISHES_AFTER} scrapes`, gone, {});
    yield 'a series that vanished is stale at once';

    const exemplars = (api: HttpApi) => (): Promise<unknown> =>
      api.get('/api/v1/query_exemplars', {
        ...{ query: '{__name__=~"proof_.*"}', start: `${fromMs / 1_000}`, end: `${toSec}` },
      });
    const equalExemplars = await untilEqual(
      'exemplars',
      async () => exemplarsOf(await exemplars(target.api)()),
      async () => exemplarsOf(await exemplars(prometheus.api)()),
    );
    if (equalExemplars.length < 8) throw new Error(`only ${equalExemplars.length} exemplars were compared`);
    yield `${equalExemplars.length} exemplars, equal on both sides`;

    if (described.length === 0)
      yield 'NOT PROVED: metadata; Prometheus 3.1 sends it without help, and of some series with another type';
    for (const metric of described) {
      const metadata = (api: HttpApi) => async (): Promise<unknown> => {
        const entries = (await api.get('/api/v1/metadata', {})) as Record<string, readonly Metadata[]>;
        return entries[metric]?.map(({ type, help, unit }) => ({ type, help, unit }));
      };
      const same = await untilEqual(`metadata of ${metric}`, metadata(target.api), metadata(prometheus.api));
      const [entry] = (same as readonly Metadata[] | undefined) ?? [];
      if (entry === undefined) throw new Error(`neither side has metadata of ${metric}`);
      yield `metadata of ${metric}: ${entry.type}, ${JSON.stringify(entry.help)}`;
    }
  } finally {
    await prometheus.stop();
    odd.stop();
    await target.server.stop();
  }
}

/** Families whose metadata remote write 1.0 brings; OpenMetrics' and the old format's, of two programs. */
const DESCRIBED = ['proof_requests', 'proof_native_seconds', 'prometheus_build_info', 'mytsdb_build_info'];

type Metadata = { readonly type: string; readonly help: string; readonly unit: string };

/** What must be among the series that were compared, and how it is known. */
const PARTS: Readonly<Record<string, string>> = {
  "MyTSDB's own metrics": 'job="mytsdb"',
  "Prometheus' own metrics": 'job="prometheus"',
  'odd values': 'proof_odd{',
  'a label value with quotes, a newline and é': 'é',
  'native histograms': 'proof_native_seconds{',
  up: 'up{',
};

/** A range is open on the left in Prometheus 3 and closed in 2: without what lies on its bound. */
function after(series: SeriesSamples, fromMs: number): SeriesSamples {
  return Object.fromEntries(
    Object.entries(series)
      .map(([labels, samples]) => [labels, samples.filter(([time]) => time * 1_000 > fromMs)] as const)
      .filter(([, samples]) => samples.length > 0),
  );
}

/** A line for each, sorted. */
function exemplarsOf(data: unknown): string[] {
  type Group = { seriesLabels: Record<string, string>; exemplars: { timestamp: number }[] };
  return (data as Group[])
    .flatMap(({ seriesLabels, exemplars }) =>
      exemplars.map((one) => JSON.stringify([Object.entries(seriesLabels).sort(), one])),
    )
    .sort();
}
