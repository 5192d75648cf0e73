/** Turns a families file into the series that a Prometheus would hold after scraping its targets for a while. */
import type { BenchSeries } from '../bench/data.ts';
import type { ExposedSeries, Exposition, FamilyFile, Labels, Motion, Target } from './families.ts';

export type Span = {
  /** Unix seconds of the first and the last scrape. */
  readonly startSec: number;
  readonly endSec: number;
  /** Seconds between scrapes. */
  readonly stepSec: number;
};

/** Labels with the metric's name, sorted; one value per scrape. */
export function expandFamilies({ expositions }: FamilyFile, span: Span): BenchSeries[] {
  return expositions.flatMap((exposition) => exposition.targets.flatMap((target) => scrape(exposition, target, span)));
}

function scrape({ series }: Exposition, target: Target, span: Span): BenchSeries[] {
  const exposed = series.map((one) => column(one.name, withTarget(one.labels, target), one, span));
  // What Prometheus itself adds for each target.
  const own = { up: 1, scrape_duration_seconds: 0.012, scrape_samples_scraped: series.length, scrape_series_added: 0 };
  const still: Motion = { kind: 'still' };
  const added = Object.entries({ ...own, scrape_samples_post_metric_relabeling: series.length }).map(([name, value]) =>
    column(name, target.labels, { value, motion: still }, span),
  );
  return [...exposed, ...added];
}

/** Prometheus' rule for labels that both have: the target's win and the others are renamed, unless they are honoured. */
function withTarget(labels: Labels, { labels: own, honorLabels }: Target): Labels {
  const merged: Record<string, string> = { ...own };
  for (const [name, value] of Object.entries(labels)) {
    if (name in own && !honorLabels) {
      if (value !== '') merged[`exported_${name}`] = value;
    } else {
      merged[name] = value;
    }
  }
  return merged;
}

function column(
  name: string,
  labels: Labels,
  { value, motion }: Pick<ExposedSeries, 'value' | 'motion'>,
  { startSec, endSec, stepSec }: Span,
): BenchSeries {
  const values = Float64Array.from({ length: Math.floor((endSec - startSec) / stepSec) + 1 }, (_, i) =>
    valueAt(value, motion, startSec + i * stepSec, endSec),
  );
  const pairs = Object.entries({ ...labels, __name__: name }).filter(([, text]) => text !== '');
  return { labels: pairs.sort(([a], [b]) => (a < b ? -1 : 1)), values };
}

const SWING_PERIOD_SEC = 1_800;

function valueAt(value: number, motion: Motion, sec: number, endSec: number): number {
  switch (motion.kind) {
    case 'still':
      return value;
    case 'growth':
      return value + motion.perSec * (sec - endSec);
    case 'swing':
      return value * (1 + motion.share * Math.sin((2 * Math.PI * (sec - endSec)) / SWING_PERIOD_SEC));
    case 'fixed-time':
      return endSec + motion.offsetSec;
    case 'moving-time':
      return sec + motion.offsetSec;
  }
}
