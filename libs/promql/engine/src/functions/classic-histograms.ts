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
  /** The series that may hold native histograms of the same name and labels. */
  readonly native: BoundlessSeries | null;
};

/** A series whose `le` is missing or no number: of native histograms, or, where it has floats, of malformed buckets. */
export type BoundlessSeries = {
  readonly index: number;
  readonly output: OutputSeries;
  readonly le: string;
  readonly metricName: string;
};

export type ClassicHistograms = {
  readonly histograms: readonly ClassicHistogram[];
  /** Those that are not the `native` of a classic histogram. */
  readonly boundless: readonly BoundlessSeries[];
};

export function classicHistograms(series: readonly OutputSeries[], options: EngineOptions): ClassicHistograms {
  const boundless = new Map<string, BoundlessSeries>();
  const groups = new Map<string, { first: OutputSeries; buckets: { index: number; upperBound: number }[] }>();
  series.forEach((output, index) => {
    const le = labelValue(output.labels, 'le');
    const upperBound = parseFloatAsGo(le);
    if (upperBound === null) {
      const metricName = nameForMessages(output.labels, options);
      const key = labelsKey(output.labels);
      const one = { index, output: withoutName(output, options), le, metricName };
      // Labels may repeat, as long as the samples do not meet.
      boundless.set(boundless.has(key) ? `${key} ${index}` : key, one);
      return;
    }
    const labels = dropLabels(output.labels, BUCKET_LABEL);
    const key = labelsKey(labels);
    const group = groups.get(key);
    if (group !== undefined) group.buckets.push({ index, upperBound });
    else groups.set(key, { first: { labels, dropName: output.dropName }, buckets: [{ index, upperBound }] });
  });
  const histograms = Array.from(groups, ([key, { first, buckets }]): ClassicHistogram => {
    buckets.sort((a, b) => compareBounds(a.upperBound, b.upperBound));
    const native = boundless.get(key) ?? null;
    if (native !== null) boundless.delete(key);
    return {
      output: withoutName(first, options),
      metricName: nameForMessages(first.labels, options),
      members: buckets.map(({ index }) => index),
      upperBounds: Float64Array.from(buckets, ({ upperBound }) => upperBound),
      native,
    };
  });
  return { histograms, boundless: [...boundless.values()] };
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
