/** `NumberDataPoint`: gauges and sums, the hot path; also `IntDataPoint`, which OTLP had before 0.12. */
import { type ProtobufReader, WIRE_FIXED64 } from '@chimera/bytes';
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
const NO_SHAPE: readonly number[] = [];
const ONE_SERIES: readonly PointPart[] = [{ suffix: '', label: '', value: '' }];
const oneSeries = (): readonly PointPart[] => ONE_SERIES;

/** Reads and appends the point that was entered; returns its time, Unix ms. `integers`: it is an `IntDataPoint`. */
export function numberPoint(
  reader: ProtobufReader,
  stream: MetricStream,
  delta: boolean,
  sink: PointSink,
  range: PointRange,
  integers = false,
): number {
  beginPoint(reader, ATTRIBUTES, range);
  let timestampMs = 0;
  let flags = 0;
  sink.startMs = 0;
  sink.value[0] = 0;
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
        if (integers) sink.value[0] = reader.sfixed64();
        else reader.doubleWords(sink.words, 0);
        break;
      case 5:
        sink.exemplars.note(reader);
        break;
      case 6:
        reader.expectWire(WIRE_FIXED64);
        sink.value[0] = reader.sfixed64();
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
  const series = sink.seriesOf(stream, reader.bytes, range, NO_SHAPE, oneSeries);
  if ('reason' in series) sink.counts.reject(series);
  else if ((flags & NO_RECORDED_VALUE) !== 0) sink.appendStale(series.refs[0], timestampMs);
  else {
    sink.begin(stream, series, timestampMs, delta);
    sink.append(series.refs[0], timestampMs, delta);
  }
  if (sink.exemplars.count > 0) {
    const refs = 'reason' in series ? null : series.refs;
    sink.exemplars.flush(reader.bytes, integers, () => refs?.[0]);
  }
  return timestampMs;
}
