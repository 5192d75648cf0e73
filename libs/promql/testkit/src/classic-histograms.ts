/** `load_with_nhcb`: classic histograms (`_bucket`, `_count`, `_sum`) as native ones with custom buckets (schema -53). */
import {
  CUSTOM_BUCKETS_SCHEMA,
  compactHistogram,
  type Histogram,
  labelsKey,
  labelValue,
  METRIC_NAME,
  withLabel,
} from '@chimera/tsdb-model';
import { parseNumber } from './number.ts';
import type { Point } from './point.ts';
import type { LoadSeries } from './script.ts';

type Collected = { readonly buckets: Map<number, number>; count: number | null; sum: number };

type Family = { readonly labels: LoadSeries['labels']; readonly byIndex: Map<number, Collected> };

/** One series per histogram, with a point wherever a classic series has a float. Throws an Error for wrong buckets. */
export function convertClassicHistograms(series: readonly LoadSeries[]): LoadSeries[] {
  const families = new Map<string, Family>();
  for (const { labels, points } of series) {
    const name = /^(.*)_(bucket|count|sum)$/.exec(labelValue(labels, METRIC_NAME));
    if (name === null) continue;
    const [, base, part] = name as unknown as [string, string, 'bucket' | 'count' | 'sum'];
    const bound = part === 'bucket' ? parseNumber(labelValue(labels, 'le')) : 0;
    if (bound === null || Number.isNaN(bound)) continue;
    const baseLabels = withLabel(withLabel(labels, METRIC_NAME, base), 'le', '');
    const key = labelsKey(baseLabels);
    const family = families.get(key) ?? { labels: baseLabels, byIndex: new Map() };
    families.set(key, family);
    for (const [index, point] of points.entries()) {
      if (point.kind !== 'float' && point.kind !== 'stale') continue;
      const value = point.kind === 'float' ? point.value : Number.NaN;
      const collected = family.byIndex.get(index) ?? { buckets: new Map(), count: null, sum: 0 };
      family.byIndex.set(index, collected);
      if (part === 'count') collected.count = value;
      else if (part === 'sum') collected.sum = value;
      else if (!collected.buckets.has(bound)) collected.buckets.set(bound, value);
    }
  }
  return [...families.values()].map(({ labels, byIndex }) => {
    const length = Math.max(-1, ...byIndex.keys()) + 1;
    const points = Array.from({ length }, (_, index): Point => {
      const collected = byIndex.get(index);
      if (collected === undefined) return { kind: 'omitted' };
      return { kind: 'histogram', histogram: converted(collected), hintSet: false };
    });
    return { labels, points, startOffsets: null };
  });
}

function converted({ buckets, count, sum }: Collected): Histogram {
  const cumulative = [...buckets].sort(([a], [b]) => a - b);
  const total = count ?? cumulative.at(-1)?.[1];
  if (total === undefined) throw new Error('a classic histogram needs buckets or a count');
  if (cumulative.at(-1)?.[0] !== Infinity) cumulative.push([Infinity, total]);
  const counts = cumulative.map(([, value], i) => value - (cumulative[i - 1]?.[1] ?? 0));
  if (counts.some((value) => value < 0))
    throw new Error(`the buckets of a classic histogram are not cumulative: ${cumulative}`);
  const last = (cumulative.at(-1) as [number, number])[1];
  if (last !== total)
    throw new Error(`the count ${total} of a classic histogram is not that of its last bucket, ${last}`);
  return compactHistogram({
    schema: CUSTOM_BUCKETS_SCHEMA,
    counterResetHint: 'unknown',
    zeroThreshold: 0,
    zeroCount: 0,
    count: total,
    sum,
    positiveSpans: [{ offset: 0, length: counts.length }],
    negativeSpans: [],
    positiveBuckets: Float64Array.from(counts),
    negativeBuckets: new Float64Array(0),
    customValues: Float64Array.from(cumulative.slice(0, -1), ([bound]) => bound),
  });
}
