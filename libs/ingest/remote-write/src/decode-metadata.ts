/** A `prometheus.MetricMetadata` message: type = 1, metric_family_name = 2, help = 4, unit = 5. */
import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '@chimera/bytes';
import type { MetricMetadata, MetricType } from '@chimera/tsdb-model';

/** By their numbers, the same in 1.0 and 2.0. */
export const METRIC_TYPES: readonly MetricType[] = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
];

/** Reads the message at its field. Throws DecodeError. */
export function decodeMetadata(reader: ProtobufReader): { family: string; metadata: MetricMetadata } {
  const outer = reader.enter();
  let type: MetricType = 'unknown';
  let [family, help, unit] = ['', '', ''];
  while (reader.nextField()) {
    if (reader.field === 1) {
      reader.expectWire(WIRE_VARINT);
      type = METRIC_TYPES[reader.uint32()] ?? 'unknown';
    } else if (reader.field === 2 || reader.field === 4 || reader.field === 5) {
      reader.expectWire(WIRE_BYTES);
      const field = reader.field;
      const text = reader.string();
      if (field === 2) family = text;
      else if (field === 4) help = text;
      else unit = text;
    } else {
      reader.skip();
    }
  }
  reader.leave(outer);
  return { family, metadata: { type, help, unit } };
}
