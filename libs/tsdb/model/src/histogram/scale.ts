/** A histogram times or by a number: buckets, count and sum alike; a negative number makes a gauge of it. */
import { divided, multiplied } from './columns.ts';
import type { Histogram } from './histogram.ts';

/** Prometheus' Mul. Compact the result: by 0 all buckets are empty. */
export function multiplyHistogram(histogram: Histogram, factor: number): Histogram {
  return {
    ...histogram,
    counterResetHint: factor < 0 ? 'gauge' : histogram.counterResetHint,
    zeroCount: histogram.zeroCount * factor,
    count: histogram.count * factor,
    sum: histogram.sum * factor,
    positiveBuckets: multiplied(histogram.positiveBuckets, factor),
    negativeBuckets: multiplied(histogram.negativeBuckets, factor),
  };
}

/** Prometheus' Div: by 0 the buckets are gone, the rest is ±Inf or NaN. */
export function divideHistogram(histogram: Histogram, divisor: number): Histogram {
  const { zeroCount, count, sum } = histogram;
  const scaled = { ...histogram, zeroCount: zeroCount / divisor, count: count / divisor, sum: sum / divisor };
  if (divisor === 0) {
    const none = new Float64Array(0);
    return { ...scaled, positiveSpans: [], negativeSpans: [], positiveBuckets: none, negativeBuckets: none };
  }
  return {
    ...scaled,
    counterResetHint: divisor < 0 ? 'gauge' : histogram.counterResetHint,
    positiveBuckets: divided(histogram.positiveBuckets, divisor),
    negativeBuckets: divided(histogram.negativeBuckets, divisor),
  };
}
