/** Samples as the Prometheus text format 0.0.4 or OpenMetrics 1.0 has them, one family per name. */
import {
  bucketIndexes,
  CUSTOM_BUCKETS_SCHEMA,
  formatFloat,
  type Histogram,
  labelPairs,
  METRIC_NAME,
  metricName,
} from '@chimera/tsdb-model';
import type { ExpositionFormat } from './exposition-format.ts';
import type { LatestSample } from './latest-samples.ts';

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * The text, family by family. Histograms with custom bounds are written as classic ones; text has no form for those with
 * exponential buckets, which are left out, as Prometheus does. Series without `instance` get it empty, so that whoever
 * scrapes this does not add its own.
 */
export function* exposition(samples: readonly LatestSample[], format: ExpositionFormat): Generator<string> {
  let family = '';
  let familyType = '';
  for (const sample of samples) {
    const { labels, timestampMs, value, histogram } = sample;
    if (histogram !== null && histogram.schema !== CUSTOM_BUCKETS_SCHEMA) continue;
    const name = metricName(labels);
    if (name === '') continue;
    const type = typeOf(histogram, format);
    if (name !== family || type !== familyType) {
      yield `# TYPE ${METRIC.test(name) ? name : quoted(name)} ${type}\n`;
      family = name;
      familyType = type;
    }
    const pairs = labelPairs(labels).filter(([label]) => label !== METRIC_NAME);
    if (!pairs.some(([label]) => label === 'instance')) pairs.push(['instance', '']);
    const time = format === 'openmetrics' ? secondsOf(timestampMs) : String(timestampMs);
    if (histogram === null) yield line(name, pairs, value, time);
    else yield* classicLines(name, pairs, histogram, time);
  }
  if (format === 'openmetrics') yield '# EOF\n';
}

function typeOf(histogram: Histogram | null, format: ExpositionFormat): string {
  if (histogram === null) return format === 'openmetrics' ? 'unknown' : 'untyped';
  return histogram.counterResetHint === 'gauge' && format === 'openmetrics' ? 'gaugehistogram' : 'histogram';
}

type Pairs = readonly (readonly [string, string])[];

function* classicLines(name: string, pairs: Pairs, histogram: Histogram, time: string): Generator<string> {
  const bounds = [...(histogram.customValues ?? []), Infinity];
  const counts = new Float64Array(bounds.length);
  const indexes = bucketIndexes(histogram.positiveSpans, histogram.positiveBuckets.length);
  histogram.positiveBuckets.forEach((count, i) => {
    counts[indexes[i]] += count;
  });
  let cumulative = 0;
  for (const [i, bound] of bounds.entries()) {
    cumulative = bound === Infinity ? histogram.count : cumulative + counts[i];
    yield line(`${name}_bucket`, [...pairs, ['le', canonicalBound(bound)]], cumulative, time);
  }
  yield line(`${name}_sum`, pairs, histogram.sum, time);
  yield line(`${name}_count`, pairs, histogram.count, time);
}

/** `1.0`, not `1`: as OpenMetrics wants it and Prometheus 3 stores it, so that the buckets join those of others. */
function canonicalBound(bound: number): string {
  const text = formatFloat(bound);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function line(name: string, pairs: Pairs, value: number, time: string): string {
  const shown = pairs.map(([label, text]) => `${LABEL.test(label) ? label : quoted(label)}=${quoted(text)}`);
  const head = METRIC.test(name) ? `${name}{${shown.join(',')}}` : `{${[quoted(name), ...shown].join(',')}}`;
  return `${head} ${formatFloat(value)} ${time}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`;
}

/** Exactly: milliseconds are the last three digits. */
function secondsOf(timestampMs: number): string {
  const digits = String(Math.abs(timestampMs)).padStart(4, '0');
  return `${timestampMs < 0 ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
