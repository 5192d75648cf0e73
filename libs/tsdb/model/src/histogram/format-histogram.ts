/** Histograms as text. */
import { formatFloat } from '../format-float.ts';
import { bucketBound } from './bounds.ts';
import { compactHistogram } from './compact.ts';
import type { Histogram, Span } from './histogram.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './schema.ts';
import { bucketIndexes } from './spans.ts';

/** As Prometheus prints one: `{count:7, sum:4.2, [-2,-1):1, [-0.001,0.001]:2, (1,2]:4}`. Empty buckets are left out. */
export function formatHistogram(histogram: Histogram): string {
  const { schema, customValues, count, sum, zeroCount, zeroThreshold } = histogram;
  const parts = [`count:${formatFloat(count)}`, `sum:${formatFloat(sum)}`];
  const bound = (index: number): number => bucketBound(index, schema, customValues);
  const negative = filled(histogram.negativeSpans, histogram.negativeBuckets).reverse();
  for (const [index, bucket] of negative) parts.push(bucketText('[', -bound(index), -bound(index - 1), ')', bucket));
  if (zeroCount !== 0) parts.push(bucketText('[', -zeroThreshold, zeroThreshold, ']', zeroCount));
  for (const [index, bucket] of filled(histogram.positiveSpans, histogram.positiveBuckets)) {
    const opening = schema === CUSTOM_BUCKETS_SCHEMA && index === 0 ? '[' : '(';
    parts.push(bucketText(opening, bound(index - 1), bound(index), ']', bucket));
  }
  return `{${parts.join(', ')}}`;
}

/** The notation of test scripts: `{{schema:1 count:22 sum:3 buckets:[5 10 7]}}`; gaps are written as empty buckets. */
export function formatHistogramNotation(histogram: Histogram): string {
  const { schema, customValues, counterResetHint } = histogram;
  const compact = compactHistogram(histogram);
  const parts: string[] = [];
  if (schema !== 0) parts.push(`schema:${schema}`);
  const numbers: [string, number][] = [
    ['count', histogram.count],
    ['sum', histogram.sum],
    ['z_bucket', histogram.zeroCount],
    ['z_bucket_w', histogram.zeroThreshold],
  ];
  for (const [key, value] of numbers) if (value !== 0) parts.push(`${key}:${formatFloat(value)}`);
  if (schema === CUSTOM_BUCKETS_SCHEMA) parts.push(`custom_values:${list(customValues ?? [])}`);
  if (counterResetHint !== 'unknown') parts.push(`counter_reset_hint:${counterResetHint}`);
  parts.push(...denseText(compact.positiveSpans, compact.positiveBuckets, ''));
  parts.push(...denseText(compact.negativeSpans, compact.negativeBuckets, 'n_'));
  return `{{${parts.join(' ')}}}`;
}

function denseText(spans: readonly Span[], buckets: Float64Array, prefix: string): string[] {
  if (buckets.length === 0) return [];
  const dense: number[] = [];
  let next = 0;
  for (const [s, { offset, length }] of spans.entries()) {
    if (s > 0) for (let i = 0; i < offset; i++) dense.push(0);
    for (let i = 0; i < length; i++) dense.push(buckets[next++] as number);
  }
  const offset = spans[0]?.offset ?? 0;
  return [...(offset === 0 ? [] : [`${prefix}offset:${offset}`]), `${prefix}buckets:${list(dense)}`];
}

function filled(spans: readonly Span[], buckets: Float64Array): [index: number, count: number][] {
  const indexes = bucketIndexes(spans, buckets.length);
  return Array.from(indexes, (index, i): [number, number] => [index, buckets[i] as number]).filter(
    ([, count]) => count !== 0,
  );
}

function bucketText(opening: string, lower: number, upper: number, closing: string, count: number): string {
  return `${opening}${formatFloat(lower)},${formatFloat(upper)}${closing}:${formatFloat(count)}`;
}

function list(values: Iterable<number>): string {
  return `[${Array.from(values, formatFloat).join(' ')}]`;
}
