/** How many samples a value counts as against the limit of a query: a float is one, a histogram as many as fit its bytes. */
import type { Histogram } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';

/** Bytes of a float sample: its time and its value. */
const SAMPLE_BYTES = 16;

/** Bytes of a histogram sample without spans, buckets and bounds, as Prometheus keeps it. */
const HISTOGRAM_BYTES = 176;

export function histogramWeight(histogram: Histogram): number {
  const { positiveSpans, negativeSpans, positiveBuckets, negativeBuckets, customValues } = histogram;
  const spans = positiveSpans.length + negativeSpans.length;
  const numbers = positiveBuckets.length + negativeBuckets.length + (customValues?.length ?? 0);
  return Math.floor((HISTOGRAM_BYTES + 8 * (spans + numbers)) / SAMPLE_BYTES);
}

/** Of a list of samples, `count` long; null where one is a float. */
export function samplesWeight(histograms: readonly (Histogram | null)[] | null, count: number): number {
  if (histograms === null) return count;
  let weight = 0;
  for (let i = 0; i < count; i++) {
    const histogram = histograms[i] ?? null;
    weight += histogram === null ? 1 : histogramWeight(histogram);
  }
  return weight;
}

/** Of the steps that have a sample. */
export function columnWeight({ present, histograms }: StepColumn): number {
  let weight = 0;
  for (let k = 0; k < present.length; k++) weight += present[k] as number;
  if (histograms === null) return weight;
  for (let k = 0; k < present.length; k++) {
    const histogram = present[k] === 1 ? (histograms[k] ?? null) : null;
    if (histogram !== null) weight += histogramWeight(histogram) - 1;
  }
  return weight;
}
