/** `NumberDataPoint`: gauges and sums, the hot path. */
import { type ProtobufReader, WIRE_FIXED64 } from '@chimera/bytes';
import type { PointPart, PointRange, PointSink } from '../point-sink.ts';
import type { MetricStream } from '../stream.ts';
import { beginPoint, NO_RECORDED_VALUE, noteAttributes, readFlags, readTime } from './point-fields.ts';

const ATTRIBUTES = 7;
const ATTRIBUTES_KEY = (ATTRIBUTES << 3) | 2;
const NO_SHAPE: readonly number[] = [];
const ONE_SERIES: readonly PointPart[] = [{ suffix: '', label: '', value: '' }];
const oneSeries = (): readonly PointPart[] => ONE_SERIES;

/** Reads and appends the point that was entered; returns its time, Unix ms. */
export function numberPoint(
  reader: ProtobufReader,
  stream: MetricStream,
  delta: boolean,
  sink: PointSink,
  range: PointRange,
): number {
  beginPoint(reader, ATTRIBUTES, range);
  let timestampMs = 0;
  let flags = 0;
  sink.value[0] = 0;
  while (reader.nextField()) {
    switch (reader.field) {
      case 3:
        timestampMs = readTime(reader);
        break;
      case 4:
        reader.expectWire(WIRE_FIXED64);
        reader.doubleWords(sink.words, 0);
        break;
      case 6:
        reader.expectWire(WIRE_FIXED64);
        sink.value[0] = reader.sfixed64();
        break;
      case ATTRIBUTES:
        noteAttributes(reader, ATTRIBUTES_KEY, range);
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
  else sink.append(series.refs[0], timestampMs, delta);
  return timestampMs;
}
