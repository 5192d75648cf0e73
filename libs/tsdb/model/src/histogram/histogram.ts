/**
 * The value model of native histograms (Prometheus model/histogram.FloatHistogram): one sparse histogram sample.
 * Float samples never take this shape; histograms travel in a side column (see tsdb/storage). A histogram is never
 * changed once it exists: every operation here returns a new one (or the same, when nothing changes).
 */

/** A run of buckets: `offset` is the gap to the previous run's end (absolute index for the first run). */
export type Span = { readonly offset: number; readonly length: number };

export type CounterResetHint = 'unknown' | 'reset' | 'not_reset' | 'gauge';

export type Histogram = {
  /** -4 to 8: exponential buckets of base 2^(2^-schema); -53: custom upper bounds in `customValues`. */
  readonly schema: number;
  readonly counterResetHint: CounterResetHint;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly count: number;
  readonly sum: number;
  readonly positiveSpans: readonly Span[];
  readonly negativeSpans: readonly Span[];
  /** Absolute counts, one per bucket that the spans name. */
  readonly positiveBuckets: Float64Array;
  readonly negativeBuckets: Float64Array;
  /** Upper bounds, ascending, without +Inf; only for schema -53. */
  readonly customValues: Float64Array | null;
};

/** A histogram without buckets or observations. `customValues` not null: of the schema of custom buckets. */
export function emptyHistogram(schema: number, customValues: Float64Array | null = null): Histogram {
  return {
    schema,
    counterResetHint: 'unknown',
    zeroThreshold: 0,
    zeroCount: 0,
    count: 0,
    sum: 0,
    positiveSpans: [],
    negativeSpans: [],
    positiveBuckets: new Float64Array(0),
    negativeBuckets: new Float64Array(0),
    customValues,
  };
}
