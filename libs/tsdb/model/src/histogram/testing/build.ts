/** Histograms for tests, written by what their buckets hold. */
import { emptyHistogram, type Histogram } from '../histogram.ts';
import { CUSTOM_BUCKETS_SCHEMA } from '../schema.ts';
import { spansOf } from '../spans.ts';

/** Counts by absolute bucket index; 0 makes an empty bucket that is in the layout. */
export type Counts = Readonly<Record<number, number>>;

export type Parts = Partial<Omit<Histogram, `${'positive' | 'negative'}${string}`>> & {
  readonly positive?: Counts;
  readonly negative?: Counts;
};

/** Schema 0 unless said; `count` is what the buckets hold unless said. */
export function exponential({ positive = {}, negative = {}, ...parts }: Parts): Histogram {
  const up = columns(positive);
  const down = columns(negative);
  const held = [...up.buckets, ...down.buckets].reduce((sum, count) => sum + count, parts.zeroCount ?? 0);
  return {
    ...emptyHistogram(0),
    count: held,
    positiveSpans: up.spans,
    positiveBuckets: up.buckets,
    negativeSpans: down.spans,
    negativeBuckets: down.buckets,
    ...parts,
  };
}

/** With custom bounds; bucket 0 ends at the first of them. */
export function custom(bounds: readonly number[], positive: Counts, parts: Parts = {}): Histogram {
  return exponential({ schema: CUSTOM_BUCKETS_SCHEMA, customValues: Float64Array.from(bounds), positive, ...parts });
}

function columns(counts: Counts) {
  const indexes = Object.keys(counts)
    .map(Number)
    .sort((a, b) => a - b);
  return {
    spans: spansOf(Int32Array.from(indexes)),
    buckets: Float64Array.from(indexes, (index) => counts[index] as number),
  };
}
