/** Classic histograms: which series are buckets of the same histogram, decided once per series. */
import { dropLabels, type Labels, labelsKey, labelValue, METRIC_NAME } from '@chimera/tsdb-model';
import { withoutName } from '../drop-name.ts';
import type { OutputSeries } from '../operator.ts';
import type { EngineOptions } from '../options.ts';

const BUCKET_LABEL: ReadonlySet<string> = new Set(['le']);

export type ClassicHistogram = {
  /** The labels but `le`, with the name as far as the options keep it. */
  readonly output: OutputSeries;
  /** For messages: only known as long as names are removed late. */
  readonly metricName: string;
  /** Indexes of the bucket series by upper bound, and the bounds. */
  readonly members: readonly number[];
  readonly upperBounds: Float64Array;
};

/** A series whose `le` is missing or no number. */
export type MalformedBucket = { readonly index: number; readonly le: string; readonly metricName: string };

export type ClassicHistograms = {
  readonly histograms: readonly ClassicHistogram[];
  readonly malformed: readonly MalformedBucket[];
};

export function classicHistograms(series: readonly OutputSeries[], options: EngineOptions): ClassicHistograms {
  const malformed: MalformedBucket[] = [];
  const groups = new Map<string, { first: OutputSeries; buckets: { index: number; upperBound: number }[] }>();
  series.forEach((output, index) => {
    const le = labelValue(output.labels, 'le');
    const upperBound = parseFloatAsGo(le);
    if (upperBound === null) {
      malformed.push({ index, le, metricName: nameForMessages(output.labels, options) });
      return;
    }
    const labels = dropLabels(output.labels, BUCKET_LABEL);
    const key = labelsKey(labels);
    const group = groups.get(key);
    if (group !== undefined) group.buckets.push({ index, upperBound });
    else groups.set(key, { first: { labels, dropName: output.dropName }, buckets: [{ index, upperBound }] });
  });
  const histograms = Array.from(groups.values(), ({ first, buckets }): ClassicHistogram => {
    buckets.sort((a, b) => compareBounds(a.upperBound, b.upperBound));
    return {
      output: withoutName(first, options),
      metricName: nameForMessages(first.labels, options),
      members: buckets.map(({ index }) => index),
      upperBounds: Float64Array.from(buckets, ({ upperBound }) => upperBound),
    };
  });
  return { histograms, malformed };
}

/** NaN last, so that a histogram with such a bound has no answer. */
function compareBounds(a: number, b: number): number {
  if (a !== a) return b !== b ? 0 : 1;
  if (b !== b) return -1;
  return a === b ? 0 : a < b ? -1 : 1;
}

function nameForMessages(labels: Labels, options: EngineOptions): string {
  return options.delayedNameRemoval ? labelValue(labels, METRIC_NAME) : '';
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** The number that Go's ParseFloat reads; null where it refuses (numbers out of range, too). */
export function parseFloatAsGo(text: string): number | null {
  if (DECIMAL.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : null;
  }
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^nan$/i.test(text) ? Number.NaN : null;
}
