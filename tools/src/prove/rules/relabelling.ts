/** `npm run prove -- rules-relabelling`: the cases of the scrape configuration's unit tests, relabelled by a real Prometheus. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ASKING_NAMESPACES,
  type LabelSet,
  type ScrapeCase,
  type ScrapeJob,
  scrapeCases,
  scrapeJobs,
  targetsOf,
} from '@chimera/components-observability/testing';
import { DEBIAN, startPrometheus, versionOf } from '../clients/prometheus.ts';
import type { Proof } from '../proof.ts';

/** Prometheus 2 appends :80 to an address without port; 3 does not, and this feature makes them alike. */
const EDITION = { ...DEBIAN, features: ['no-default-scrape-port'] };

export const rulesRelabelling: Proof = {
  says: "annotation-based scraping: the unit tests' pods and services, relabelled by a real Prometheus",
  needs: EDITION.needs,
  async *run() {
    yield await versionOf(EDITION);
    const folder = await mkdtemp(join(tmpdir(), 'chimera-prove-relabel-'));
    try {
      const configs = await Promise.all(scrapeCases.map((one, i) => scrapeConfig(folder, one, i)));
      const prometheus = await startPrometheus(EDITION, () => ({
        // Nothing is scraped while this runs; discovery is what counts.
        global: { scrape_interval: '1h' },
        scrape_configs: configs,
      }));
      try {
        const expected = scrapeCases.map(expectedTargets);
        const wanted = expected.flat().length;
        const found = await activeTargets(prometheus.server, wanted);
        for (const [i, one] of scrapeCases.entries()) {
          const real = JSON.stringify(
            found
              .filter(({ pool }) => pool === poolName(i))
              .map(({ text }) => text)
              .sort(),
          );
          const ours = JSON.stringify([...(expected[i] as string[])].sort());
          if (real !== ours) throw new Error(`${one.job}, ${one.name}: Prometheus has ${real}, our unit tests ${ours}`);
        }
        yield `${scrapeCases.length} cases, ${wanted} targets with equal URLs and labels`;
      } finally {
        await prometheus.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const poolName = (i: number) => `case-${i}`;

function jobOf({ mode, job }: ScrapeCase): ScrapeJob {
  const jobs = scrapeJobs({ annotationScrape: mode, askingNamespaces: ASKING_NAMESPACES });
  const found = jobs.find(({ name }) => name === job);
  if (found === undefined) throw new Error(`there is no job ${job}`);
  return found;
}

/** As the operator writes it, with files in the place of the API server. */
async function scrapeConfig(folder: string, one: ScrapeCase, i: number): Promise<object> {
  const file = join(folder, `${poolName(i)}.json`);
  await writeFile(
    file,
    JSON.stringify(one.discovered.map(({ __address__ = '', ...labels }) => ({ targets: [__address__], labels }))),
  );
  const { spec } = jobOf(one);
  return {
    job_name: poolName(i),
    file_sd_configs: [{ files: [file] }],
    relabel_configs: [
      { target_label: 'job', replacement: spec['jobName'] },
      ...(spec.relabelings ?? []).map(({ action, sourceLabels, separator, targetLabel, regex, replacement }) => ({
        action,
        source_labels: sourceLabels,
        separator,
        target_label: targetLabel,
        regex,
        replacement,
      })),
    ],
  };
}

function expectedTargets(one: ScrapeCase): string[] {
  return targetsOf(jobOf(one), one.discovered).map(({ url, labels }) => describe(url, labels));
}

function describe(url: string, labels: LabelSet): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${url} {${pairs.map(([name, value]) => `${name}="${value}"`).join(', ')}}`;
}

interface ActiveTarget {
  readonly pool: string;
  readonly text: string;
}

const PATIENCE_MS = 30_000;
/** Longer than Prometheus takes to hand on what was discovered: whatever comes too much has come by then. */
const SETTLED_MS = 7_000;

/** Discovery takes some seconds: asks until there are as many targets as expected for a while, or they stay too few. */
async function activeTargets(
  server: { request(method: string, path: string): Promise<{ readonly body: Buffer | Uint8Array }> },
  wanted: number,
): Promise<readonly ActiveTarget[]> {
  const until = Date.now() + PATIENCE_MS;
  let enoughSince: number | null = null;
  for (;;) {
    const { body } = await server.request('GET', '/api/v1/targets?state=active');
    const { data } = JSON.parse(Buffer.from(body).toString()) as {
      data: { activeTargets: readonly { scrapePool: string; scrapeUrl: string; labels: LabelSet }[] };
    };
    const found = data.activeTargets.map(({ scrapePool, scrapeUrl, labels }) => ({
      pool: scrapePool,
      text: describe(scrapeUrl, labels),
    }));
    const now = Date.now();
    if (found.length < wanted) enoughSince = null;
    else enoughSince ??= now;
    if (now > until || (enoughSince !== null && now - enoughSince > SETTLED_MS)) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
