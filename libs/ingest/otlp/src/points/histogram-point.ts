/** `HistogramDataPoint`: explicit buckets become the classic series `_bucket`, `_sum` and `_count`. */
import { type ProtobufReader, WIRE_FIXED64 } from '@chimera/bytes';
import { formatFloatPlain } from '@chimera/tsdb-model';
import type { PointPart, PointRange, PointSink } from '../point-sink.ts';
import type { MetricStream } from '../stream.ts';
import {
  beginPoint,
  LABELS,
  LABELS_KEY,
  NO_RECORDED_VALUE,
  noteAttributes,
  readFlags,
  readRepeated64,
  readTime,
} from './point-fields.ts';

const ATTRIBUTES = 9;
const ATTRIBUTES_KEY = (ATTRIBUTES << 3) | 2;

const bounds: number[] = [];
const bucketCounts: number[] = [];

const readDouble = (reader: ProtobufReader): number => reader.double();
const readCount = (reader: ProtobufReader): number => reader.fixed64();

/** Reads and appends the point that was entered; returns its time, Unix ms. `integers`: it is an `IntHistogramDataPoint`. */
export function histogramPoint(
  reader: ProtobufReader,
  stream: MetricStream,
  delta: boolean,
  sink: PointSink,
  range: PointRange,
  integers = false,
): number {
  beginPoint(reader, ATTRIBUTES, range);
  bounds.length = 0;
  bucketCounts.length = 0;
  let timestampMs = 0;
  let flags = 0;
  sink.startMs = 0;
  let count = 0;
  let sum = 0;
  let hasSum = false;
  while (reader.nextField()) {
    switch (reader.field) {
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
        sum = integers ? reader.sfixed64() : reader.double();
        hasSum = true;
        break;
      case 6:
        readRepeated64(reader, bucketCounts, readCount);
        break;
      case 7:
        readRepeated64(reader, bounds, readDouble);
        break;
      case 8:
        sink.exemplars.note(reader);
        break;
      case ATTRIBUTES:
        noteAttributes(reader, ATTRIBUTES_KEY, range);
        break;
      case LABELS:
        noteAttributes(reader, LABELS_KEY, range);
        break;
      case 10:
        flags = readFlags(reader);
        break;
      default:
        reader.skip();
    }
  }
  const stale = (flags & NO_RECORDED_VALUE) !== 0;
  const wrong = stale ? '' : whatIsWrong(stream.name);
  if (wrong !== '') {
    sink.exemplars.forget();
    sink.counts.reject({ reason: 'invalid_histogram', message: wrong });
    return timestampMs;
  }
  // The sum is optional: a histogram without one has other series.
  if (hasSum) bounds.push(HAS_SUM);
  const series = sink.seriesOf(stream, reader.bytes, range, bounds, partsOfBounds);
  if (hasSum) bounds.pop();
  if ('reason' in series) {
    sink.exemplars.forget();
    sink.counts.reject(series, bounds.length + 2 + (hasSum ? 1 : 0));
    return timestampMs;
  }
  const { refs } = series;
  if (sink.exemplars.count > 0) sink.exemplars.flush(reader.bytes, integers, (value) => refs[bucketOf(value)]);
  if (stale) {
    for (const ref of refs) sink.appendStale(ref, timestampMs);
    return timestampMs;
  }
  sink.begin(stream, series, timestampMs, delta);
  let cumulative = 0;
  for (let i = 0; i < bounds.length; i++) {
    cumulative += bucketCounts[i];
    sink.value[0] = cumulative;
    sink.append(refs[i], timestampMs, delta);
  }
  sink.value[0] = count;
  sink.append(refs[bounds.length], timestampMs, delta);
  sink.value[0] = count;
  sink.append(refs[bounds.length + 1], timestampMs, delta);
  if (hasSum) {
    sink.value[0] = sum;
    sink.append(refs[bounds.length + 2], timestampMs, delta);
  }
  return timestampMs;
}

/** Ends the shape of a histogram that has a sum; no bound is -Infinity. */
const HAS_SUM = -Infinity;

/** The first bucket that counts the value: the last one is `+Inf`. */
function bucketOf(value: number): number {
  let bucket = 0;
  while (bucket < bounds.length && !(value <= bounds[bucket])) bucket++;
  return bucket;
}

/** Buckets in order, then `+Inf`, `_count` and, if there is one, `_sum`. */
function partsOfBounds(): PointPart[] {
  const hasSum = bounds.at(-1) === HAS_SUM;
  const les = (hasSum ? bounds.slice(0, -1) : bounds).map(formatFloatPlain);
  const parts = [...les, '+Inf'].map((value) => ({ suffix: '_bucket', label: 'le', value }));
  parts.push({ suffix: '_count', label: '', value: '' });
  if (hasSum) parts.push({ suffix: '_sum', label: '', value: '' });
  return parts;
}

function whatIsWrong(name: string): string {
  if (bucketCounts.length !== 0 || bounds.length !== 0) {
    if (bucketCounts.length !== bounds.length + 1) {
      return `histogram ${name}: ${bounds.length} bounds need ${bounds.length + 1} bucket counts, there are ${bucketCounts.length}`;
    }
  }
  for (let i = 0; i < bounds.length; i++) {
    if (!(bounds[i] > (i === 0 ? -Infinity : bounds[i - 1]))) return `histogram ${name}: its bounds do not ascend`;
    if (bounds[i] === Infinity) return `histogram ${name}: the bound +Inf is implied and must not be sent`;
  }
  return '';
}
