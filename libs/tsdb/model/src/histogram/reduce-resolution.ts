/** From a fine exponential schema to a coarser one: each step merges buckets 2i - 1 and 2i into i. */
import { invariant } from '@chimera/errors';
import type { Histogram, Span } from './histogram.ts';
import { usesCustomBuckets } from './schema.ts';
import { bucketIndexes, spansOf } from './spans.ts';

/** The bucket that holds bucket `index` of schema `from` in schema `to`, which is not finer. */
export function coarserIndex(index: number, from: number, to: number): number {
  // The shift rounds down, also below zero; schemas of two senders may lie further apart than the 31 bits of a shift.
  return ((index - 1) >> Math.min(31, from - to)) + 1;
}

/**
 * The histogram at the coarser schema `to` (Prometheus' CopyToSchema): the same object when it has that schema already,
 * otherwise of unknown counter reset hint. Throws an InvariantError for custom buckets and for a finer schema.
 */
export function copyToSchema(histogram: Histogram, to: number): Histogram {
  const { schema } = histogram;
  if (to === schema) return histogram;
  invariant(!usesCustomBuckets(histogram), `BUG: custom buckets cannot become those of schema ${to}`);
  invariant(to >= -9 && to < schema, `BUG: buckets of schema ${schema} cannot become those of schema ${to}`);
  const positive = reduceBuckets(histogram.positiveSpans, histogram.positiveBuckets, schema, to);
  const negative = reduceBuckets(histogram.negativeSpans, histogram.negativeBuckets, schema, to);
  return {
    ...histogram,
    schema: to,
    counterResetHint: 'unknown',
    positiveSpans: positive.spans,
    positiveBuckets: positive.buckets,
    negativeSpans: negative.spans,
    negativeBuckets: negative.buckets,
  };
}

function reduceBuckets(
  spans: readonly Span[],
  buckets: Float64Array,
  from: number,
  to: number,
): { spans: readonly Span[]; buckets: Float64Array } {
  if (buckets.length === 0) return { spans: [], buckets };
  const indexes = bucketIndexes(spans, buckets.length);
  const counts = new Float64Array(buckets.length);
  let last = -1;
  for (let i = 0; i < buckets.length; i++) {
    const index = coarserIndex(indexes[i] as number, from, to);
    if (last < 0 || indexes[last] !== index) {
      indexes[++last] = index;
      counts[last] = buckets[i] as number;
    } else counts[last] = (counts[last] as number) + (buckets[i] as number);
  }
  return { spans: spansOf(indexes.subarray(0, last + 1)), buckets: counts.slice(0, last + 1) };
}
