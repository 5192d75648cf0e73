/** Grafana's own data source, its pages' code before its server's code, asks MyTSDB; panels and variables show what was fed. */
import { expectEqual } from '../expect-equal.ts';
import type { Proof } from '../proof.ts';
import { type Exchange, recordExchanges } from './exchange-recorder.ts';
import { FEED } from './grafana-data.ts';
import { expectedScenes } from './grafana-expected.ts';
import { buildGrafanaServer, installPage, PAGE_VERSIONS, playScenes, startGrafanaServer } from './grafana-parts.ts';
import { startTarget } from './target.ts';

export const GRAFANA_NEEDS = 'Go 1.26 or later and its module proxy the first time; the npm registry the first time';

export const grafana: Proof = {
  says: "Grafana's Prometheus data source: save and test, chained variables, Explore, panels, exemplars, heatmaps, annotations",
  needs: GRAFANA_NEEDS,
  async *run() {
    const { lines, exchanges } = await askAsGrafana();
    yield* lines;
    yield `${exchanges.length} requests; not proved: Grafana 7.5 (published nowhere but in its image), and Grafana's own HTTP server`;
  },
};

/** Feeds a MyTSDB and plays all scenes against it. The exchanges begin with the feed. Throws an Error at the first scene that shows something else. */
export async function askAsGrafana(): Promise<{ lines: readonly string[]; exchanges: readonly Exchange[] }> {
  const program = buildGrafanaServer();
  const folders = PAGE_VERSIONS.map((version) => [version, installPage(version)] as const);
  const lines: string[] = [];
  // The data set has its own time, so that what is asked is the same each time.
  const target = await startTarget('--retention', '100y');
  const recorder = await recordExchanges(target.server.port);
  const url = `http://127.0.0.1:${recorder.port}`;
  try {
    for (const { path, contentType, body } of FEED) {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': contentType }, body });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    }
    const server = await startGrafanaServer(program, url);
    try {
      for (const [version, folder] of folders) {
        for (const uid of ['post', 'get']) {
          const before = recorder.exchanges.length;
          const scenes = await playScenes(folder, version, server.url, uid);
          const wanted = expectedScenes(version);
          expectEqual('scenes', Object.keys(scenes), Object.keys(wanted));
          for (const [name, shown] of Object.entries(scenes))
            expectEqual(`${version}, ${uid}, ${name}`, comparable(shown), comparable(wanted[name]));
          const asked = recorder.exchanges.length - before;
          lines.push(
            `@grafana/prometheus ${version}, method ${uid.toUpperCase()}: ${Object.keys(scenes).length} scenes as fed, ${asked} requests`,
          );
        }
      }
      const complaints = server.said().filter((line) => !line.includes(TO_BE_EXPECTED));
      if (complaints.length > 0) throw new Error(`Grafana's backend complains: ${complaints.join('\n')}`);
    } finally {
      server.stop();
    }
  } finally {
    recorder.stop();
    await target.server.stop();
  }
  return { lines, exchanges: recorder.exchanges };
}

/** Exemplars of a query without series are answered as Prometheus does, with nothing (204): the backend notes that it cannot read it. */
const TO_BE_EXPECTED = '"query":"vector(1)"';

/** What Grafana adds to the metadata by itself. */
const BY_GRAFANA = /^(ALERTS|.*_(bucket|count|sum))$/;

/** Without what may differ: digits behind the twelfth, and the metadata that Grafana makes up. */
function comparable(shown: unknown): unknown {
  return JSON.parse(
    JSON.stringify(shown, (key, value: unknown) => {
      if (typeof value === 'number') return Number(value.toPrecision(12));
      if (key !== 'metadata') return value;
      return Object.fromEntries(Object.entries(value as object).filter(([name]) => !BY_GRAFANA.test(name)));
    }),
  );
}
