/** Exemplars of both versions, which differ only in how they name their labels. */
import { ProtobufReader, WIRE_FIXED64, WIRE_VARINT } from '@chimera/bytes';
import type { Appender, Exemplar, SeriesRef } from '@chimera/tsdb-storage';

/** Appends the exemplars at `ranges` (start and end of each message); returns how many the store kept. */
export function appendExemplars(
  appender: Appender,
  ref: SeriesRef,
  bytes: Uint8Array,
  ranges: readonly number[],
  read: (reader: ProtobufReader) => Exemplar | null,
): number {
  if (appender.appendExemplar === undefined) return 0;
  let kept = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    const exemplar = read(new ProtobufReader(bytes, ranges[i], ranges[i + 1]));
    if (exemplar !== null && appender.appendExemplar(ref, exemplar) === null) kept++;
  }
  return kept;
}

/** `Exemplar`: labels = 1 (read by `readLabel`, at their field), value = 2, timestamp = 3. */
export function readExemplar(reader: ProtobufReader, readLabel: () => void): Omit<Exemplar, 'labels'> {
  let value = 0;
  let timestampMs = 0;
  while (reader.nextField()) {
    if (reader.field === 1) {
      readLabel();
    } else if (reader.field === 2) {
      reader.expectWire(WIRE_FIXED64);
      value = reader.double();
    } else if (reader.field === 3) {
      reader.expectWire(WIRE_VARINT);
      timestampMs = reader.int64();
    } else {
      reader.skip();
    }
  }
  return { value, timestampMs };
}
