/** A `prometheus.Histogram` message (1.0 carries it since Prometheus 2.40, 2.0 has the same fields) to the value model. */
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '@chimera/bytes';
import {
  type CounterResetHint,
  copyToSchema,
  type Histogram,
  histogramProblem,
  isStaleAt,
  MAX_KNOWN_SCHEMA,
  MAX_SCHEMA,
  type Span,
} from '@chimera/tsdb-model';
import type { Rejection } from '@chimera/tsdb-storage';

/** `histogram` is null for a stale marker, which a histogram series carries in its sum. */
export type HistogramSample = { readonly timestampMs: number; readonly histogram: Histogram | null };

const HINTS: readonly CounterResetHint[] = ['unknown', 'reset', 'not_reset', 'gauge'];
const CUSTOM_BUCKETS = -53;

/** Reads the message at its field; a {@link Rejection} when its parts do not fit together. Throws DecodeError. */
export function decodeHistogram(reader: ProtobufReader): HistogramSample | Rejection {
  const outer = reader.enter();
  const spans: { positive: Span[]; negative: Span[] } = { positive: [], negative: [] };
  const deltas: { positive: number[]; negative: number[] } = { positive: [], negative: [] };
  const counts: { positive: number[]; negative: number[] } = { positive: [], negative: [] };
  const customValues: number[] = [];
  const words = new Uint32Array(2);
  let [count, sum, schema, zeroThreshold, zeroCount, hint, timestampMs] = [0, 0, 0, 0, 0, 0, 0];
  while (reader.nextField()) {
    switch (reader.field) {
      case 1:
        count = varint(reader, () => reader.uint64());
        break;
      case 2:
        count = double(reader);
        break;
      case 3:
        reader.expectWire(WIRE_FIXED64);
        reader.doubleWords(words, 0);
        sum = new Float64Array(words.buffer)[0];
        break;
      case 4:
        schema = varint(reader, () => reader.sint32());
        break;
      case 5:
        zeroThreshold = double(reader);
        break;
      case 6:
        zeroCount = varint(reader, () => reader.uint64());
        break;
      case 7:
        zeroCount = double(reader);
        break;
      case 8:
        spans.negative.push(decodeSpan(reader));
        break;
      case 9:
        repeated(reader, WIRE_VARINT, deltas.negative, () => reader.sint64());
        break;
      case 10:
        repeated(reader, WIRE_FIXED64, counts.negative, () => reader.double());
        break;
      case 11:
        spans.positive.push(decodeSpan(reader));
        break;
      case 12:
        repeated(reader, WIRE_VARINT, deltas.positive, () => reader.sint64());
        break;
      case 13:
        repeated(reader, WIRE_FIXED64, counts.positive, () => reader.double());
        break;
      case 14:
        hint = varint(reader, () => reader.uint32());
        break;
      case 15:
        timestampMs = varint(reader, () => reader.int64());
        break;
      case 16:
        repeated(reader, WIRE_FIXED64, customValues, () => reader.double());
        break;
      default:
        reader.skip();
    }
  }
  reader.leave(outer);
  if (isStaleAt(words, 0)) return { timestampMs, histogram: null };
  const histogram: Histogram = {
    schema,
    counterResetHint: HINTS[hint] ?? 'unknown',
    zeroThreshold,
    zeroCount,
    count,
    sum,
    positiveSpans: spans.positive,
    negativeSpans: spans.negative,
    positiveBuckets: bucketCounts(deltas.positive, counts.positive),
    negativeBuckets: bucketCounts(deltas.negative, counts.negative),
    customValues: schema === CUSTOM_BUCKETS ? Float64Array.from(customValues) : null,
  };
  const wrong = histogramProblem(
    schema > MAX_SCHEMA && schema <= MAX_KNOWN_SCHEMA ? { ...histogram, schema: MAX_SCHEMA } : histogram,
  );
  if (wrong !== null) return { reason: 'invalid_histogram', message: `native histogram: ${wrong}` };
  // Finer schemas than are stored are reduced, as Prometheus does.
  return { timestampMs, histogram: schema > MAX_SCHEMA ? copyToSchema(histogram, MAX_SCHEMA) : histogram };
}

/** Integer histograms send differences from bucket to bucket, float histograms the counts themselves. */
function bucketCounts(deltas: readonly number[], counts: readonly number[]): Float64Array {
  if (counts.length > 0) return Float64Array.from(counts);
  let count = 0;
  return Float64Array.from(deltas, (delta) => {
    count += delta;
    return count;
  });
}

/** `BucketSpan`: offset = 1 (sint32), length = 2 (uint32). */
function decodeSpan(reader: ProtobufReader): Span {
  const outer = reader.enter();
  let offset = 0;
  let length = 0;
  while (reader.nextField()) {
    if (reader.field === 1) offset = varint(reader, () => reader.sint32());
    else if (reader.field === 2) length = varint(reader, () => reader.uint32());
    else reader.skip();
  }
  reader.leave(outer);
  return { offset, length };
}

/** A repeated scalar, packed or not. */
function repeated(reader: ProtobufReader, wire: number, into: number[], read: () => number): void {
  if (reader.wire !== WIRE_BYTES) {
    reader.expectWire(wire);
    into.push(read());
    return;
  }
  const outer = reader.enter();
  while (reader.position < reader.end) into.push(read());
  reader.leave(outer);
}

function varint(reader: ProtobufReader, read: () => number): number {
  reader.expectWire(WIRE_VARINT);
  return read();
}

function double(reader: ProtobufReader): number {
  reader.expectWire(WIRE_FIXED64);
  return reader.double();
}
