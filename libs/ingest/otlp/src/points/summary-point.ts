/** `SummaryDataPoint`: one series per quantile, `_sum` and `_count`. */
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
  readTime,
} from './point-fields.ts';

const ATTRIBUTES = 7;
const ATTRIBUTES_KEY = (ATTRIBUTES << 3) | 2;

const quantiles: number[] = [];
const values: number[] = [];

/** Reads and appends the point that was entered; returns its time, Unix ms. */
export function summaryPoint(
  reader: ProtobufReader,
  stream: MetricStream,
  _delta: boolean,
  sink: PointSink,
  range: PointRange,
): number {
  beginPoint(reader, ATTRIBUTES, range);
  quantiles.length = 0;
  values.length = 0;
  let timestampMs = 0;
  let flags = 0;
  sink.startMs = 0;
  let count = 0;
  let sum = 0;
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
        sum = reader.double();
        break;
      case 6:
        readQuantile(reader);
        break;
      case ATTRIBUTES:
        noteAttributes(reader, ATTRIBUTES_KEY, range);
        break;
      case LABELS:
        noteAttributes(reader, LABELS_KEY, range);
        break;
      case 8:
        flags = readFlags(reader);
        break;
      default:
        reader.skip();
    }
  }
  const series = sink.seriesOf(stream, reader.bytes, range, quantiles, partsOfQuantiles);
  if ('reason' in series) {
    sink.counts.reject(series, quantiles.length + 2);
    return timestampMs;
  }
  values.push(sum, count);
  if ((flags & NO_RECORDED_VALUE) === 0) sink.begin(stream, series, timestampMs, false);
  for (let i = 0; i < values.length; i++) {
    sink.value[0] = values[i];
    if ((flags & NO_RECORDED_VALUE) !== 0) sink.appendStale(series.refs[i], timestampMs);
    else sink.append(series.refs[i], timestampMs, false);
  }
  return timestampMs;
}

/** `ValueAtQuantile`: quantile = 1, value = 2. */
function readQuantile(reader: ProtobufReader): void {
  const outer = reader.enter();
  let quantile = 0;
  let value = 0;
  while (reader.nextField()) {
    if (reader.field === 1 || reader.field === 2) {
      reader.expectWire(WIRE_FIXED64);
      if (reader.field === 1) quantile = reader.double();
      else value = reader.double();
    } else {
      reader.skip();
    }
  }
  reader.leave(outer);
  quantiles.push(quantile);
  values.push(value);
}

function partsOfQuantiles(): PointPart[] {
  return [
    ...quantiles.map((quantile) => ({ suffix: '', label: 'quantile', value: formatFloatPlain(quantile) })),
    { suffix: '_sum', label: '', value: '' },
    { suffix: '_count', label: '', value: '' },
  ];
}
