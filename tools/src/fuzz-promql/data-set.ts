/** Random data sets, written as load commands of the test language so that a finding is a script as it stands. */
import type { Random } from '@chimera/testing';
import type { DataSet, Load } from './case.ts';
import { randomBuckets, randomFloats, type Values } from './float-values.ts';
import { randomHistograms } from './histogram-values.ts';
import { type Family, FLOAT_FAMILIES, HISTOGRAM_FAMILIES, seriesLabels } from './vocabulary.ts';

/** Samples lie in [0, this], Unix ms. */
export const DATA_SPAN_MS = 3_600_000;

/** Distance of samples; jittered: whole seconds around 15. */
const INTERVALS_MS = [10_000, 15_000, 30_000, 60_000] as const;

export function randomDataSet(random: Random, withHistograms: boolean): DataSet {
  const families = withHistograms ? [...FLOAT_FAMILIES, ...HISTOGRAM_FAMILIES] : FLOAT_FAMILIES;
  return families.map((family) => randomLoad(random, family));
}

function randomLoad(random: Random, family: Family): Load {
  const jittered = random.next() < 0.25;
  const intervalMs = random.pick(INTERVALS_MS);
  const stepMs = jittered ? 1_000 : intervalMs;
  const slots = jittered ? 240 : DATA_SPAN_MS / intervalMs + 1;
  const values = family.shape === 'buckets' ? randomBuckets(random, slots) : null;
  const lines = seriesLabels(family)
    // A series is missing now and then.
    .filter(() => random.next() < 0.92)
    .map((labels) => {
      const items =
        values !== null
          ? values(labels, labels['le'] as string)
          : (randomHistograms(random, family.shape, slots) ?? randomFloats(random, family.shape, slots));
      const present = withGaps(random, items);
      return `${formatSeries(family.name, labels)} ${compress(jittered ? jitter(random, present) : present)}`;
    });
  return { stepMs, lines };
}

/** Cuts the ends off, and holes into it, some of them behind a stale marker. */
function withGaps(random: Random, items: Values): string[] {
  const out: string[] = [...items];
  if (random.next() < 0.15) out.fill('_', 0, random.int(1, items.length >> 1));
  if (random.next() < 0.15) out.length = random.int(1, items.length);
  const holes = random.next() < 0.5 ? 0 : random.int(1, 4);
  for (let i = 0; i < holes; i++) {
    const at = random.int(0, out.length - 1);
    const length = random.int(1, random.next() < 0.5 ? 3 : 40);
    out.fill('_', at, Math.min(at + length, out.length));
    if (random.next() < 0.4) out[at] = 'stale';
  }
  return out;
}

/** Spreads samples over ticks of a second. */
function jitter(random: Random, items: readonly string[]): string[] {
  return items.flatMap((item) => [item, ...new Array<string>(random.int(11, 17)).fill('_')]);
}

/** Joins runs of `_`. */
function compress(items: readonly string[]): string {
  const out: string[] = [];
  for (let i = 0; i < items.length; ) {
    let end = i + 1;
    while (items[i] === '_' && items[end] === '_') end++;
    out.push(end - i > 1 ? `_x${end - i}` : (items[i] as string));
    i = end;
  }
  return out.join(' ');
}

function formatSeries(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${quoted(label)}="${value}"`);
  return /^\w+$/.test(name) ? `${name}{${pairs.join(',')}}` : `{${[`"${name}"`, ...pairs].join(',')}}`;
}

function quoted(label: string): string {
  return /^\w+$/.test(label) ? label : `"${label}"`;
}
