/** Attributes (`KeyValue` lists) as texts: every kind of `AnyValue` has one, as the collector's AsString gives it. */
import { DecodeError, type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '@chimera/bytes';

export type Attribute = { readonly key: string; readonly value: string };

/** What JSON can say; bytes are base64, integers beyond 2^53 are texts of digits. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Values nested deeper than this are refused. */
const MAX_DEPTH = 32;

/** Reads one `KeyValue` (key = 1, value = 2) at its field. */
export function readAttribute(reader: ProtobufReader): Attribute {
  const { key, value } = readKeyValue(reader, 0);
  return { key, value: toText(value) };
}

/** Reads one `StringKeyValue` (key = 1, value = 2, a text), which OTLP had before 0.12, at its field. */
export function readTextAttribute(reader: ProtobufReader): Attribute {
  const outer = reader.enter();
  let [key, value] = ['', ''];
  while (reader.nextField()) {
    if (reader.field === 1 || reader.field === 2) {
      reader.expectWire(WIRE_BYTES);
      if (reader.field === 1) key = reader.string();
      else value = reader.string();
    } else reader.skip();
  }
  reader.leave(outer);
  return { key, value };
}

function readKeyValue(reader: ProtobufReader, depth: number): { key: string; value: Json } {
  const outer = reader.enter();
  let key = '';
  let value: Json = '';
  while (reader.nextField()) {
    if (reader.field === 1) {
      reader.expectWire(WIRE_BYTES);
      key = reader.string();
    } else if (reader.field === 2) value = readAnyValue(reader, depth);
    else reader.skip();
  }
  reader.leave(outer);
  return { key, value };
}

/** `AnyValue`: string = 1, bool = 2, int = 3, double = 4, array = 5, kvlist = 6, bytes = 7. */
function readAnyValue(reader: ProtobufReader, depth: number): Json {
  if (depth > MAX_DEPTH) throw new DecodeError(`an attribute is nested deeper than ${MAX_DEPTH}`, reader.position);
  const outer = reader.enter();
  let value: Json = '';
  while (reader.nextField()) {
    switch (reader.field) {
      case 1:
        reader.expectWire(WIRE_BYTES);
        value = reader.string();
        break;
      case 2:
        reader.expectWire(WIRE_VARINT);
        value = reader.uint32() !== 0;
        break;
      case 3:
        reader.expectWire(WIRE_VARINT);
        value = readInteger(reader);
        break;
      case 4:
        reader.expectWire(WIRE_FIXED64);
        value = reader.double();
        break;
      case 5:
        value = readList(reader, () => readAnyValue(reader, depth + 1));
        break;
      case 6:
        value = Object.fromEntries(
          readList(reader, () => readKeyValue(reader, depth + 1))
            .sort((a, b) => (a.key < b.key ? -1 : 1))
            .map((entry) => [entry.key, entry.value]),
        );
        break;
      case 7:
        reader.expectWire(WIRE_BYTES);
        value = Buffer.from(reader.view()).toString('base64');
        break;
      default:
        reader.skip();
    }
  }
  reader.leave(outer);
  return value;
}

/** `ArrayValue` and `KeyValueList`: values = 1. */
function readList<T>(reader: ProtobufReader, read: () => T): T[] {
  const outer = reader.enter();
  const list: T[] = [];
  while (reader.nextField()) {
    if (reader.field === 1) list.push(read());
    else reader.skip();
  }
  reader.leave(outer);
  return list;
}

/** An int64; as digits where a number would round it. */
function readInteger(reader: ProtobufReader): number | string {
  const start = reader.position;
  const value = reader.int64();
  if (Number.isSafeInteger(value)) return value;
  let exact = 0n;
  for (let at = start, shift = 0n; at < reader.position; at++, shift += 7n) {
    exact |= BigInt(reader.bytes[at] & 0x7f) << shift;
  }
  return BigInt.asIntN(64, exact).toString();
}

function toText(value: Json): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
