/** A real Prometheus takes MyTSDB's series over by scraping `/federate`. */
import { expectEqual } from '../expect-equal.ts';
import type { Proof } from '../proof.ts';
import type { SeriesSamples } from './http-api.ts';
import { DEBIAN, NEEDS_PROMETHEUS, scrapeJob, startPrometheus, versionOf } from './prometheus.ts';
import { importText, startTarget } from './target.ts';
import { untilEqual } from './until-equal.ts';

const SERIES = 200;

/** Label pairs and values beside the plain ones. */
const ODD: readonly (readonly [string, string])[] = [
  ['case="nan"', 'NaN'],
  ['case="inf"', '+Inf'],
  ['case="-inf"', '-Inf'],
  ['case="-0"', '-0'],
  ['case="smallest"', '5e-324'],
  ['case="precise"', '0.1234567890123456'],
  ['case="quote \\" backslash \\\\ newline \\n é 漢"', '1'],
];

export const prometheusFederation: Proof = {
  says: 'a real Prometheus scrapes /federate: labels, values and times are what MyTSDB was given',
  needs: NEEDS_PROMETHEUS,
  async *run() {
    yield await versionOf(DEBIAN);
    const target = await startTarget();
    const prometheus = await startPrometheus(DEBIAN, () => ({
      global: { scrape_interval: '1s' },
      scrape_configs: [
        scrapeJob('federate', target.server.port, {
          metrics_path: '/federate',
          honor_labels: true,
          params: { 'match[]': ['{__name__=~"fed_.*",job!="left-out"}', 'nothing_of_the_kind'] },
        }),
      ],
    }));
    try {
      for (const round of [1, 2]) {
        const timeMs = Date.now();
        await importText(target, [...linesOf(round, timeMs), `fed_value{job="left-out"} 1 ${timeMs}`]);
        const wanted = expected(round, timeMs);
        const got = (): Promise<SeriesSamples> =>
          prometheus.api.query('{__name__=~"fed_.*"}', timeMs / 1_000).then((series) => raw(series));
        await untilEqual(`round ${round}`, got, () => Promise.resolve(wanted));
        const [time] = Object.values(await prometheus.api.query('timestamp(fed_value{n="0"})', timeMs / 1_000));
        expectEqual('the time of a sample', Number(time?.[0]?.[1]), timeMs / 1_000);
        yield `round ${round}: ${Object.keys(wanted).length} series with their labels, values and times`;
      }
    } finally {
      await prometheus.stop();
      await target.server.stop();
    }
  },
};

function linesOf(round: number, timeMs: number): string[] {
  const plain = Array.from(
    { length: SERIES },
    (_, n) => `fed_value{instance="theirs:9100",job="theirs",n="${n}"} ${n * round + 0.25} ${timeMs}`,
  );
  return [...plain, ...ODD.map(([label, value]) => `fed_odd{${label},job="odd"} ${value} ${timeMs}`)];
}

/** What Prometheus must then answer. A series without instance gets none: `honor_labels` adds an empty one for it. */
function expected(round: number, timeMs: number): SeriesSamples {
  const time = timeMs / 1_000;
  const entries: [string, readonly (readonly [number, string])[]][] = Array.from({ length: SERIES }, (_, n) => [
    `fed_value{instance="theirs:9100", job="theirs", n="${n}"}`,
    [[time, `${n * round + 0.25}`]],
  ]);
  for (const [label, value] of ODD) entries.push([`fed_odd{${label}, job="odd"}`, [[time, value]]]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Sorted by the series, as `expected` is. */
function raw(series: SeriesSamples): SeriesSamples {
  return Object.fromEntries(Object.entries(series).sort(([a], [b]) => (a < b ? -1 : 1)));
}
