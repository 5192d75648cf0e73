/** Removes empty buckets and joins spans that touch (Prometheus' Compact(0)). */
import type { Histogram, Span } from './histogram.ts';
import { bucketIndexes, spansOf } from './spans.ts';

/** The histogram in its tightest layout; the same object when it is. */
export function compactHistogram(histogram: Histogram): Histogram {
  const { positiveSpans, positiveBuckets, negativeSpans, negativeBuckets } = histogram;
  if (isCompact(positiveSpans, positiveBuckets) && isCompact(negativeSpans, negativeBuckets)) return histogram;
  const positive = compactBuckets(positiveSpans, positiveBuckets);
  const negative = compactBuckets(negativeSpans, negativeBuckets);
  return {
    ...histogram,
    positiveSpans: positive.spans,
    positiveBuckets: positive.buckets,
    negativeSpans: negative.spans,
    negativeBuckets: negative.buckets,
  };
}

type Side = { readonly spans: readonly Span[]; readonly buckets: Float64Array };

function compactBuckets(spans: readonly Span[], buckets: Float64Array): Side {
  if (isCompact(spans, buckets)) return { spans, buckets };
  const indexes = bucketIndexes(spans, buckets.length);
  const counts = new Float64Array(buckets.length);
  let kept = 0;
  for (let i = 0; i < buckets.length; i++) {
    const count = buckets[i] as number;
    if (count === 0) continue;
    indexes[kept] = indexes[i] as number;
    counts[kept++] = count;
  }
  return { spans: spansOf(indexes.subarray(0, kept)), buckets: counts.slice(0, kept) };
}

function isCompact(spans: readonly Span[], buckets: Float64Array): boolean {
  for (let s = 0; s < spans.length; s++) {
    const { offset, length } = spans[s] as Span;
    if (length === 0 || (s > 0 && offset === 0)) return false;
  }
  for (let i = 0; i < buckets.length; i++) if (buckets[i] === 0) return false;
  return true;
}
