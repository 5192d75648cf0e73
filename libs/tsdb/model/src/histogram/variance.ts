/** Variance of a histogram's observations, each taken to lie in the middle of its bucket. */
import { BucketList } from './bucket-list.ts';
import type { Histogram } from './histogram.ts';
import { addTo } from './kahan.ts';
import { usesCustomBuckets } from './schema.ts';

/**
 * The population variance (Prometheus' histogram_stdvar; its root is histogram_stddev). The middle is the arithmetic mean
 * of custom bounds, the geometric mean of exponential ones, 0 for the zero bucket.
 */
export function histogramVariance(histogram: Histogram): number {
  const mean = histogramAverage(histogram);
  const list = new BucketList(histogram);
  const custom = usesCustomBuckets(histogram);
  const total = new Float64Array(1);
  const lost = new Float64Array(1);
  for (let i = 0; i < list.length; i++) {
    const count = list.count(i);
    if (count === 0) continue;
    const delta = middle(list.lower(i), list.upper(i), custom) - mean;
    addTo(total, lost, 0, count * delta * delta);
  }
  return ((total[0] as number) + (lost[0] as number)) / histogram.count;
}

/** Prometheus' histogram_avg. NaN without observations. */
export function histogramAverage(histogram: Histogram): number {
  return histogram.sum / histogram.count;
}

function middle(lower: number, upper: number, custom: boolean): number {
  if (custom) return (upper + lower) / 2;
  if (lower <= 0 && upper >= 0) return 0;
  const root = Math.sqrt(upper * lower);
  return upper < 0 ? -root : root;
}
