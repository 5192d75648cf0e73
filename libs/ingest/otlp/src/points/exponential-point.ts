/**
 * `ExponentialHistogramDataPoint` to a native histogram, by Prometheus' rules: scales above 8 are reduced to 8, scales
 * below -4 are refused, bucket i (base^i, base^(i+1)] is the native bucket i + 1, the counter reset hint is unknown.
 */
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '@chimera/bytes';
import { type Histogram, MAX_SCHEMA, MIN_SCHEMA, type Span, spansOf } from '@chimera/tsdb-model';
import type { PointPart, PointRange, PointSink } from '../point-sink.ts';
import type { MetricStream } from '../stream.ts';
import { beginPoint, NO_RECORDED_VALUE, noteAttributes, readFlags, readTime } from './point-fields.ts';

const ATTRIBUTES = 1;
const ATTRIBUTES_KEY = (ATTRIBUTES << 3) | 2;
const NO_SHAPE: readonly number[] = [];
const ONE_SERIES: readonly PointPart[] = [{ suffix: '', label: '', value: '' }];
const oneSeries = (): readonly PointPart[] => ONE_SERIES;

/** What Prometheus takes when the point has none: as good as zero. */
const DEFAULT_ZERO_THRESHOLD = 1e-128;

/** Buckets of one side, at most: SDKs send 160. */
const MAX_BUCKETS = 65_536;
const MAX_INDEX = 2 ** 31 - 2;

type Side = { offset: number; readonly counts: number[]; tooMany: boolean };

const positive: Side = { offset: 0, counts: [], tooMany: false };
const negative: Side = { offset: 0, counts: [], tooMany: false };

/** Reads and appends the point that was entered; returns its time, Unix ms. */
export function exponentialPoint(
  reader: ProtobufReader,
  stream: MetricStream,
  delta: boolean,
  sink: PointSink,
  range: PointRange,
): number {
  beginPoint(reader, ATTRIBUTES, range, 0);
  clearSide(positive);
  clearSide(negative);
  sink.startMs = 0;
  let [timestampMs, flags, count, sum, scale, zeroCount, zeroThreshold] = [0, 0, 0, 0, 0, 0, 0];
  while (reader.nextField()) {
    switch (reader.field) {
      case ATTRIBUTES:
        noteAttributes(reader, ATTRIBUTES_KEY, range);
        break;
      case 2:
        sink.startMs = readTime(reader);
        break;
      case 3:
        timestampMs = readTime(reader);
        break;
      case 4:
        reader.expectWire(WIRE_FIXED64);
        count = reader.fixed64();
        break;
      case 5:
        reader.expectWire(WIRE_FIXED64);
        sum = reader.double();
        break;
      case 6:
        reader.expectWire(WIRE_VARINT);
        scale = reader.sint32();
        break;
      case 7:
        reader.expectWire(WIRE_FIXED64);
        zeroCount = reader.fixed64();
        break;
      case 8:
        readSide(reader, positive);
        break;
      case 9:
        readSide(reader, negative);
        break;
      case 10:
        flags = readFlags(reader);
        break;
      case 11:
        sink.exemplars.note(reader);
        break;
      case 14:
        reader.expectWire(WIRE_FIXED64);
        zeroThreshold = reader.double();
        break;
      default:
        reader.skip();
    }
  }
  const stale = (flags & NO_RECORDED_VALUE) !== 0;
  const wrong = stale ? '' : whatIsWrong(scale, zeroThreshold, count, zeroCount, sum);
  const series =
    wrong === ''
      ? sink.seriesOf(stream, reader.bytes, range, NO_SHAPE, oneSeries)
      : { reason: 'invalid_histogram' as const, message: `exponential histogram ${stream.name}: ${wrong}` };
  if ('reason' in series) {
    sink.exemplars.forget();
    sink.counts.reject(series);
    return timestampMs;
  }
  const [ref] = series.refs;
  if (sink.exemplars.count > 0) sink.exemplars.flush(reader.bytes, false, () => ref);
  if (stale) {
    sink.appendStale(ref, timestampMs);
    return timestampMs;
  }
  const schema = Math.min(scale, MAX_SCHEMA);
  const above = nativeSide(positive, scale - schema);
  const below = nativeSide(negative, scale - schema);
  const histogram: Histogram = {
    schema,
    counterResetHint: 'unknown',
    zeroThreshold: zeroThreshold === 0 ? DEFAULT_ZERO_THRESHOLD : zeroThreshold,
    zeroCount,
    count,
    sum,
    positiveSpans: above.spans,
    positiveBuckets: above.buckets,
    negativeSpans: below.spans,
    negativeBuckets: below.buckets,
    customValues: null,
  };
  sink.begin(stream, series, timestampMs, delta, histogram);
  sink.appendHistogram(ref, timestampMs, histogram, delta);
  return timestampMs;
}

function clearSide(side: Side): void {
  side.offset = 0;
  side.counts.length = 0;
  side.tooMany = false;
}

/** `Buckets`: offset = 1 (sint32), bucket_counts = 2 (repeated uint64). */
function readSide(reader: ProtobufReader, side: Side): void {
  const outer = reader.enter();
  while (reader.nextField()) {
    if (reader.field === 1) {
      reader.expectWire(WIRE_VARINT);
      side.offset = reader.sint32();
    } else if (reader.field === 2 && reader.wire === WIRE_BYTES) {
      const message = reader.enter();
      while (reader.position < reader.end) addCount(side, reader.uint64());
      reader.leave(message);
    } else if (reader.field === 2) {
      reader.expectWire(WIRE_VARINT);
      addCount(side, reader.uint64());
    } else reader.skip();
  }
  reader.leave(outer);
}

function addCount(side: Side, count: number): void {
  if (side.counts.length < MAX_BUCKETS) side.counts.push(count);
  else side.tooMany = true;
}

/** Adjacent buckets are merged until the schema fits, empty ones left out. */
function nativeSide({ offset, counts }: Side, scaleDown: number): { spans: Span[]; buckets: Float64Array } {
  const shift = Math.min(31, scaleDown);
  const indexes = new Int32Array(counts.length);
  const buckets = new Float64Array(counts.length);
  let last = -1;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const index = ((offset + i) >> shift) + 1;
    if (last < 0 || indexes[last] !== index) indexes[++last] = index;
    buckets[last] += counts[i];
  }
  return { spans: spansOf(indexes.subarray(0, last + 1)), buckets: buckets.slice(0, last + 1) };
}

function whatIsWrong(scale: number, zeroThreshold: number, count: number, zeroCount: number, sum: number): string {
  if (scale < MIN_SCHEMA) return `its scale is ${scale}, the smallest that can be stored is ${MIN_SCHEMA}`;
  if (!(zeroThreshold >= 0 && zeroThreshold < Infinity)) return `its zero threshold is ${zeroThreshold}`;
  let total = zeroCount;
  for (const { offset, counts, tooMany } of [positive, negative]) {
    if (tooMany) return `it has more than ${MAX_BUCKETS} buckets on one side`;
    if (offset + counts.length > MAX_INDEX) return `its bucket offset ${offset} is too large`;
    for (const one of counts) total += one;
  }
  // Observations of NaN are in the count and in no bucket.
  const fits = total === count || (Number.isNaN(sum) && total < count) || total > Number.MAX_SAFE_INTEGER;
  return fits ? '' : `its count is ${count}, its buckets hold ${total}`;
}
