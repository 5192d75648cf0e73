/** The exemplars of one data point: noted while it is read, decoded once its series are known, given to the store. */
import { ProtobufReader, WIRE_BYTES, WIRE_FIXED64 } from '@chimera/bytes';
import { labelsFrom } from '@chimera/tsdb-model';
import { type Appender, type Exemplar, MAX_EXEMPLAR_CHARACTERS, type SeriesRef } from '@chimera/tsdb-storage';
import { readAttribute, readTextAttribute } from './attributes.ts';
import { nanosToMillis } from './nanos.ts';

export class PointExemplars {
  /** Taken by the store since the decoder last set it to 0. */
  accepted = 0;
  readonly #appender: Appender;
  readonly #keeps: boolean;
  /** Start and end of each `Exemplar` message. */
  readonly #ranges: number[] = [];

  constructor(appender: Appender) {
    this.#appender = appender;
    this.#keeps = appender.appendExemplar !== undefined;
  }

  /** Of the point that is being read. */
  get count(): number {
    return this.#ranges.length / 2;
  }

  /** Notes the exemplar at the reader's field. */
  note(reader: ProtobufReader): void {
    reader.expectWire(WIRE_BYTES);
    const from = reader.range();
    if (this.#keeps) this.#ranges.push(from, reader.position);
  }

  forget(): void {
    this.#ranges.length = 0;
  }

  /** Appends them to the series that `refOf` names for a value. Refusals count for nothing. Throws DecodeError. */
  flush(bytes: Uint8Array, integers: boolean, refOf: (value: number) => SeriesRef | undefined): void {
    const ranges = this.#ranges.splice(0);
    for (let i = 0; i < ranges.length; i += 2) {
      const exemplar = readExemplar(new ProtobufReader(bytes, ranges[i], ranges[i + 1]), integers);
      const ref = refOf(exemplar.value);
      if (ref !== undefined && this.#appender.appendExemplar?.(ref, exemplar) === null) this.accepted++;
    }
  }
}

/**
 * `Exemplar`: time_unix_nano = 2, as_double = 3, span_id = 4, trace_id = 5, as_int = 6, filtered_attributes = 7;
 * filtered_labels = 1 before OTLP 0.12. `IntExemplar` (`integers`) has an integer in field 3.
 */
function readExemplar(reader: ProtobufReader, integers: boolean): Exemplar {
  const ids: [string, string][] = [];
  const others: [string, string][] = [];
  let timestampMs = 0;
  let value = 0;
  while (reader.nextField()) {
    switch (reader.field) {
      case 1: {
        const { key, value: text } = readTextAttribute(reader);
        others.push([key, text]);
        break;
      }
      case 2:
        reader.expectWire(WIRE_FIXED64);
        reader.fixed64Words();
        timestampMs = nanosToMillis(reader.low, reader.high);
        break;
      case 3:
        reader.expectWire(WIRE_FIXED64);
        value = integers ? reader.sfixed64() : reader.double();
        break;
      case 4:
      case 5: {
        reader.expectWire(WIRE_BYTES);
        const name = reader.field === 4 ? 'span_id' : 'trace_id';
        const id = reader.view();
        if (id.some((byte) => byte !== 0)) ids.push([name, Buffer.from(id).toString('hex')]);
        break;
      }
      case 6:
        reader.expectWire(WIRE_FIXED64);
        value = reader.sfixed64();
        break;
      case 7: {
        const { key, value: text } = readAttribute(reader);
        if (key !== '') others.push([key, text]);
        break;
      }
      default:
        reader.skip();
    }
  }
  // As Prometheus: the ids stay when all labels together would be too long.
  const fits = characters(ids) + characters(others) <= MAX_EXEMPLAR_CHARACTERS;
  return { labels: labelsFrom(fits ? [...others, ...ids] : ids), value, timestampMs };
}

function characters(pairs: readonly (readonly [string, string])[]): number {
  let sum = 0;
  for (const [name, value] of pairs) sum += [...name].length + [...value].length;
  return sum;
}
