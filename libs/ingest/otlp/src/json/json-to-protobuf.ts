/**
 * An OTLP/JSON request as the protobuf message that it stands for: JSON is the format of browsers and shell scripts, so
 * it takes the same way through the decoder instead of having one of its own.
 */
import { ProtobufWriter } from '@chimera/bytes';
import { messageOf } from '@chimera/errors';
import { JsonReader, type JsonScalar } from './json-reader.ts';
import { type FieldSchema, MESSAGES, type MessageName, type Scalar } from './schema.ts';

/** A body that is not what OTLP/JSON says; the message names the place. */
export class OtlpJsonError extends Error {
  override readonly name = 'OtlpJsonError';
}

const MAX_DEPTH = 48;
/**
 * Short texts become numbers of nine bytes. So many may be shorter than four bytes on average, which is what bodies of
 * SDKs never are: else the message would be several times as large as the body.
 */
const SHORT_SCALARS = 1_000_000;
const FIELDS: ReadonlyMap<string, ReadonlyMap<string, FieldSchema>> = new Map(
  Object.entries(MESSAGES).map(([name, schema]) => [name, new Map(Object.entries(schema))]),
);
/** Characters of a wrong value. */
const SHOWN = 60;
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const UINT64 = { min: 0n, max: 2n ** 64n - 1n };
const INT32 = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const UINT32 = { min: 0n, max: 2n ** 32n - 1n };

/** What is being converted, and where the reader is in it: names of fields and indices of arrays. */
type Conversion = {
  readonly reader: JsonReader;
  readonly path: (string | number)[];
  /** One for each depth: at most one message of each is being written. */
  readonly writers: ProtobufWriter[];
  scalarsLeft: number;
};

/** `ExportMetricsServiceRequest` from the bytes of its JSON form. Throws OtlpJsonError. */
export function jsonToProtobuf(body: Uint8Array): Uint8Array {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new OtlpJsonError(`it is not JSON: ${messageOf(cause)}`, { cause });
  }
  const scalarsLeft = SHORT_SCALARS + Math.floor(body.length / 4);
  const conversion: Conversion = { reader: new JsonReader(text), path: [], writers: [], scalarsLeft };
  const writer = new ProtobufWriter(Math.max(256, body.length));
  try {
    writeMessage(writer, 'Request', conversion, 0);
    conversion.reader.end();
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new OtlpJsonError(`it is not JSON: ${cause.message}`, { cause });
    if (cause instanceof RangeError)
      throw new OtlpJsonError(`${placeOf(conversion.path)}: ${cause.message}`, { cause });
    throw cause;
  }
  return writer.finish();
}

/** Fields in the order of the body; a name that occurs twice is what protobuf makes of a field that does. */
function writeMessage(writer: ProtobufWriter, name: MessageName, conversion: Conversion, depth: number): void {
  const { reader, path } = conversion;
  if (reader.kind() !== 'object') wrongValue(conversion, 'an object');
  if (depth > MAX_DEPTH) throw new OtlpJsonError(`${placeOf(path)}: nested deeper than ${MAX_DEPTH} messages`);
  const fields = FIELDS.get(name) as ReadonlyMap<string, FieldSchema>;
  reader.enter();
  for (let key = reader.nextKey(); key !== null; key = reader.nextKey()) {
    const field = fields.get(key);
    if (field === undefined || reader.kind() === 'null') {
      reader.skip();
      continue;
    }
    path.push(key);
    if (!field.repeated) writeField(writer, field, conversion, depth);
    else {
      if (reader.kind() !== 'array') wrongValue(conversion, 'an array');
      reader.enter();
      for (let i = 0; reader.nextElement(); i++) {
        path.push(i);
        writeField(writer, field, conversion, depth);
        path.pop();
      }
    }
    path.pop();
  }
}

function writeField(
  writer: ProtobufWriter,
  { number, type }: FieldSchema,
  conversion: Conversion,
  depth: number,
): void {
  if (Object.hasOwn(MESSAGES, type)) {
    const inner = (conversion.writers[depth] ??= new ProtobufWriter()).reset();
    writeMessage(inner, type as MessageName, conversion, depth + 1);
    writer.bytes(number, inner.finish());
    return;
  }
  const kind = conversion.reader.kind();
  if (kind === 'object' || kind === 'array') wrongValue(conversion, NAMES[type as Scalar]);
  if (--conversion.scalarsLeft < 0)
    throw new OtlpJsonError('it has too many short numbers: send smaller batches, or protobuf');
  writeScalar(writer, number, type as Scalar, conversion.reader.scalar(), conversion.path);
}

const INTEGER = 'an integer';
/** What a value must be. */
const NAMES: Readonly<Record<Scalar, string>> = {
  string: 'a string',
  bool: 'true or false',
  double: 'a number',
  ...{ int64: INTEGER, uint64: INTEGER, fixed64: INTEGER, sfixed64: INTEGER, uint32: INTEGER, sint32: INTEGER },
  enum: 'the number of an enum value',
  hex: 'hexadecimal digits',
  base64: 'base64',
};

function writeScalar(writer: ProtobufWriter, number: number, type: Scalar, value: JsonScalar, path: Place): void {
  switch (type) {
    case 'string':
      if (typeof value !== 'string') wrong(path, NAMES.string, value);
      writer.string(number, value as string);
      break;
    case 'bool':
      if (typeof value !== 'boolean') wrong(path, NAMES.bool, value);
      writer.varint(number, value === true ? 1 : 0);
      break;
    case 'double':
      writer.double(number, doubleOf(value, path));
      break;
    case 'int64':
      writer.varint64(number, integerOf(value, path, INT64));
      break;
    case 'uint64':
      writer.varint64(number, integerOf(value, path, UINT64));
      break;
    case 'fixed64':
    case 'sfixed64': {
      const bits = BigInt.asUintN(64, integerOf(value, path, type === 'fixed64' ? UINT64 : INT64));
      writer.fixed64Words(number, Number(bits & 0xffffffffn), Number(bits >> 32n));
      break;
    }
    case 'uint32':
      writer.varint(number, Number(integerOf(value, path, UINT32)));
      break;
    case 'sint32':
      writer.sint(number, Number(integerOf(value, path, INT32)));
      break;
    case 'enum':
      if (typeof value !== 'number') wrong(path, NAMES.enum, value);
      writer.varint(number, Number(integerOf(value, path, INT32)));
      break;
    case 'hex':
      if (typeof value !== 'string' || !/^(?:[0-9a-f]{2})*$/i.test(value)) wrong(path, NAMES.hex, value);
      writer.bytes(number, Buffer.from(value as string, 'hex'));
      break;
    case 'base64':
      if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/.test(value)) wrong(path, NAMES.base64, value);
      writer.bytes(number, Buffer.from(value as string, 'base64'));
  }
}

function doubleOf(value: JsonScalar, path: Place): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return NaN;
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return Number(value);
  return wrong(path, NAMES.double, value);
}

function integerOf(value: JsonScalar, path: Place, { min, max }: { min: bigint; max: bigint }): bigint {
  let integer: bigint;
  if (typeof value === 'number' && Number.isInteger(value)) integer = BigInt(value);
  else if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) integer = BigInt(value);
  else return wrong(path, INTEGER, value);
  if (integer < min || integer > max) return wrong(path, `an integer from ${min} to ${max}`, value);
  return integer;
}

type Place = readonly (string | number)[];

function placeOf(path: Place): string {
  return path.length === 0
    ? 'the body'
    : path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
        .join('')
        .slice(1);
}

function wrong(path: Place, expected: string, value: JsonScalar): never {
  throw new OtlpJsonError(`${placeOf(path)} must be ${expected}, it is ${shortened(JSON.stringify(value))}`);
}

/** The same of the next value, which may be of any kind. */
function wrongValue({ reader, path }: Conversion, expected: string): never {
  const from = reader.position;
  reader.skip();
  const shown = shortened(reader.text.slice(from, Math.min(reader.position, from + SHOWN + 1)));
  throw new OtlpJsonError(`${placeOf(path)} must be ${expected}, it is ${shown}`);
}

function shortened(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}...`;
}
