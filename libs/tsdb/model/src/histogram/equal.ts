/** Equality of histograms as data (Prometheus' Equals): the same layout, the same numbers; NaN equals NaN, 0 is not -0. */
import { equalBounds } from './custom-bounds.ts';
import type { Histogram } from './histogram.ts';
import { usesCustomBuckets } from './schema.ts';
import { sameSpans } from './spans.ts';

/** Empty buckets count as part of the layout: compact both first when they should not. The hints are not compared. */
export function equalHistograms(a: Histogram, b: Histogram): boolean {
  return (
    a === b ||
    (a.schema === b.schema &&
      Object.is(a.count, b.count) &&
      Object.is(a.sum, b.sum) &&
      (!usesCustomBuckets(a) || equalBounds(a.customValues, b.customValues)) &&
      a.zeroThreshold === b.zeroThreshold &&
      Object.is(a.zeroCount, b.zeroCount) &&
      sameSpans(a.negativeSpans, b.negativeSpans) &&
      equalCounts(a.negativeBuckets, b.negativeBuckets) &&
      sameSpans(a.positiveSpans, b.positiveSpans) &&
      equalCounts(a.positiveBuckets, b.positiveBuckets))
  );
}

function equalCounts(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
