/** What the kinds of data points have in common on the wire. */
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '@chimera/bytes';
import { nanosToMillis } from '../nanos.ts';
import type { PointRange } from '../point-sink.ts';

/** Bit of `flags`: the point says that its series has ended. */
export const NO_RECORDED_VALUE = 1;

/** Field of `StringKeyValue labels` in the points of OTLP before 0.12, all kinds but the exponential histogram. */
export const LABELS = 1;
export const LABELS_KEY = (LABELS << 3) | 2;

/** Starts a point that lies from `reader.position` to `reader.end`. */
export function beginPoint(
  reader: ProtobufReader,
  attributesField: number,
  range: PointRange,
  labelsField = LABELS,
): void {
  range.attributesField = attributesField;
  range.labelsField = labelsField;
  range.pointFrom = reader.position;
  range.pointTo = reader.end;
  range.from = 0;
  range.to = 0;
  range.scattered = false;
}

/** Notes the run of attributes whose first key was just read; `key` is that key's (single) byte. */
export function noteAttributes(reader: ProtobufReader, key: number, range: PointRange): void {
  reader.expectWire(WIRE_BYTES);
  const from = reader.position - 1;
  reader.range();
  const { bytes, end } = reader;
  while (reader.position < end && bytes[reader.position] === key) {
    reader.position++;
    reader.range();
  }
  // A second run, or a key that was written with more bytes than it needs: read attribute by attribute.
  if (range.to > 0 || bytes[from] !== key) range.scattered = true;
  range.from = from;
  range.to = reader.position;
}

/** `time_unix_nano` (fixed64) as Unix ms. */
export function readTime(reader: ProtobufReader): number {
  reader.expectWire(WIRE_FIXED64);
  reader.fixed64Words();
  return nanosToMillis(reader.low, reader.high);
}

export function readFlags(reader: ProtobufReader): number {
  reader.expectWire(WIRE_VARINT);
  return reader.uint32();
}

/** A repeated fixed64 or double, packed or not, appended to `into`. */
export function readRepeated64(reader: ProtobufReader, into: number[], read: (reader: ProtobufReader) => number): void {
  if (reader.wire !== WIRE_BYTES) {
    reader.expectWire(WIRE_FIXED64);
    into.push(read(reader));
    return;
  }
  const outer = reader.enter();
  while (reader.position < reader.end) into.push(read(reader));
  reader.leave(outer);
}
