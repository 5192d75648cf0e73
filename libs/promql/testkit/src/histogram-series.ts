/** The arithmetic behind `h+hxN` and `h-hxN`: adding one histogram to another, nothing that an engine would share. */
import { type CounterResetHint, CUSTOM_BUCKETS_SCHEMA, type Histogram, type Span } from '@chimera/tsdb-model';
import { bucketsByIndex, layOut } from './histogram-buckets.ts';

/** base, base + step, base + 2 step, ...: `times` + 1 histograms; `sign` -1 subtracts. Throws an Error when they do not add up. */
export function histogramSeries(base: Histogram, step: Histogram, sign: 1 | -1, times: number): Histogram[] {
  const series = [base];
  for (let i = 0; i < times; i++) series.push(addHistogram(series.at(-1) as Histogram, step, sign));
  return series;
}

function addHistogram(a: Histogram, b: Histogram, sign: 1 | -1): Histogram {
  checkSameShape(a, b);
  const positive = added(
    a.positiveSpans,
    a.positiveBuckets,
    b.positiveSpans,
    b.positiveBuckets,
    b.schema - a.schema,
    sign,
  );
  const negative = added(
    a.negativeSpans,
    a.negativeBuckets,
    b.negativeSpans,
    b.negativeBuckets,
    b.schema - a.schema,
    sign,
  );
  return {
    schema: a.schema,
    counterResetHint: combinedHint(a.counterResetHint, b.counterResetHint),
    zeroThreshold: a.zeroThreshold,
    zeroCount: a.zeroCount + sign * b.zeroCount,
    count: a.count + sign * b.count,
    sum: a.sum + sign * b.sum,
    positiveSpans: positive.spans,
    positiveBuckets: positive.buckets,
    negativeSpans: negative.spans,
    negativeBuckets: negative.buckets,
    customValues: a.customValues,
  };
}

function checkSameShape(a: Histogram, b: Histogram): void {
  if (a.schema > b.schema || (a.schema === CUSTOM_BUCKETS_SCHEMA) !== (b.schema === CUSTOM_BUCKETS_SCHEMA)) {
    throw new Error(`error combining histograms: cannot merge from schema ${b.schema} to ${a.schema}`);
  }
  if (a.zeroThreshold !== b.zeroThreshold) {
    throw new Error(`error combining histograms: z_bucket_w ${a.zeroThreshold} and ${b.zeroThreshold} differ`);
  }
  if (String(a.customValues) !== String(b.customValues)) {
    throw new Error('error combining histograms: custom_values differ');
  }
}

function added(
  aSpans: readonly Span[],
  aBuckets: Float64Array,
  bSpans: readonly Span[],
  bBuckets: Float64Array,
  schemaDrop: number,
  sign: 1 | -1,
): { spans: Span[]; buckets: Float64Array } {
  const counts = bucketsByIndex(aSpans, aBuckets);
  for (const [index, count] of bucketsByIndex(bSpans, bBuckets)) {
    const target = coarserIndex(index, schemaDrop);
    counts.set(target, (counts.get(target) ?? 0) + sign * count);
  }
  return layOut(counts);
}

/** Where bucket `index` lies `drop` schemas lower: each step merges buckets 2i - 1 and 2i into i. */
function coarserIndex(index: number, drop: number): number {
  return drop === 0 ? index : Math.ceil(index / 2 ** drop);
}

function combinedHint(a: CounterResetHint, b: CounterResetHint): CounterResetHint {
  if (a === b) return a;
  return a === 'gauge' || b === 'gauge' ? 'gauge' : 'unknown';
}
