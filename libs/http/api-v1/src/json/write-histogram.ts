/** A native histogram as Prometheus' API prints it: count, sum and the buckets that are not empty, lowest first. */
import type { Histogram, Span } from '@chimera/tsdb-model';
import type { ChunkWriter } from './chunk-writer.ts';
import { MAX_FLOAT_BYTES, writeFloatAt } from './write-float.ts';

const CUSTOM_BUCKETS = -53;

/** First element of a bucket: which of its bounds belong to it. */
const UPPER_INCLUSIVE = 0;
const LOWER_INCLUSIVE = 1;
const BOTH_INCLUSIVE = 3;

export function writeHistogram(out: ChunkWriter, histogram: Histogram): void {
  out.ascii('{"count":');
  writeQuotedFloat(out, histogram.count);
  out.ascii(',"sum":');
  writeQuotedFloat(out, histogram.sum);
  let buckets = 0;
  const bucket = (boundaries: number, lower: number, upper: number, count: number): void => {
    if (count === 0) return;
    out.ascii(buckets++ === 0 ? ',"buckets":[[' : ',[');
    out.ascii(`${boundaries},`);
    writeQuotedFloat(out, lower);
    out.ascii(',');
    writeQuotedFloat(out, upper);
    out.ascii(',');
    writeQuotedFloat(out, count);
    out.ascii(']');
  };
  const { schema, zeroThreshold, zeroCount } = histogram;
  for (const [index, count] of bucketsOf(histogram.negativeSpans, histogram.negativeBuckets).reverse()) {
    const nearZero = Math.max(exponentialBound(schema, index - 1), zeroThreshold);
    bucket(LOWER_INCLUSIVE, -exponentialBound(schema, index), -nearZero, count);
  }
  bucket(BOTH_INCLUSIVE, -zeroThreshold, zeroThreshold, zeroCount);
  for (const [index, count] of bucketsOf(histogram.positiveSpans, histogram.positiveBuckets)) {
    const { customValues } = histogram;
    if (schema !== CUSTOM_BUCKETS || customValues === null) {
      const lower = Math.max(exponentialBound(schema, index - 1), zeroThreshold);
      bucket(UPPER_INCLUSIVE, lower, exponentialBound(schema, index), count);
    } else {
      const lower = index === 0 ? -Infinity : (customValues[index - 1] as number);
      const upper = customValues[index] ?? Infinity;
      bucket(lower === -Infinity ? BOTH_INCLUSIVE : UPPER_INCLUSIVE, lower, upper, count);
    }
  }
  out.ascii(buckets > 0 ? ']}' : '}');
}

function writeQuotedFloat(out: ChunkWriter, value: number): void {
  out.reserve(MAX_FLOAT_BYTES + 2);
  out.bytes[out.length] = 0x22;
  const end = writeFloatAt(out.bytes, out.length + 1, value);
  out.bytes[end] = 0x22;
  out.length = end + 1;
}

function bucketsOf(spans: readonly Span[], counts: Float64Array): [index: number, count: number][] {
  const buckets: [number, number][] = [];
  let index = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length; i++) buckets.push([index++, counts[buckets.length] as number]);
  }
  return buckets;
}

/**
 * Upper bound of an exponential bucket: base 2^(2^-schema) to the power of its index. The last bucket of finite numbers
 * would end at 2^1024, which is no float64: it ends at the largest one.
 */
function exponentialBound(schema: number, index: number): number {
  const exponent = index * 2 ** -schema;
  return exponent === 1024 ? Number.MAX_VALUE : 2 ** exponent;
}
