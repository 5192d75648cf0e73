/**
 * An OTLP/JSON request as the protobuf message that it stands for: JSON is the format of browsers and shell scripts, so
 * it takes the same way through the decoder instead of having one of its own.
 */
import { ProtobufWriter } from '@chimera/bytes';
import { messageOf } from '@chimera/errors';
import { MESSAGES, type MessageName, type Scalar } from './schema.ts';

/** A body that is not what OTLP/JSON says; the message names the place. */
export class OtlpJsonError extends Error {
  override readonly name = 'OtlpJsonError';
}

const MAX_DEPTH = 48;
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const UINT64 = { min: 0n, max: 2n ** 64n - 1n };
const INT32 = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const UINT32 = { min: 0n, max: 2n ** 32n - 1n };

/** `ExportMetricsServiceRequest` from the bytes of its JSON form. Throws OtlpJsonError. */
export function jsonToProtobuf(body: Uint8Array): Uint8Array {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new OtlpJsonError(`it is not JSON: ${messageOf(cause)}`, { cause });
  }
  const writer = new ProtobufWriter(Math.max(256, body.length));
  writeMessage(writer, 'Request', value, '', 0);
  return writer.finish();
}

function writeMessage(writer: ProtobufWriter, name: MessageName, value: unknown, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(path, 'an object', value);
  if (depth > MAX_DEPTH) throw new OtlpJsonError(`${path}: nested deeper than ${MAX_DEPTH} messages`);
  const source = value as Readonly<Record<string, unknown>>;
  const schema = MESSAGES[name];
  for (const key in schema) {
    const content = Object.hasOwn(source, key) ? source[key] : undefined;
    if (content === undefined || content === null) continue;
    const { number, type, repeated } = schema[key];
    const at = path === '' ? key : `${path}.${key}`;
    const writeOne = (element: unknown, where: string): void => {
      if (Object.hasOwn(MESSAGES, type)) {
        writer.message(number, (inner) => writeMessage(inner, type as MessageName, element, where, depth + 1));
      } else writeScalar(writer, number, type as Scalar, element, where);
    };
    if (!repeated) writeOne(content, at);
    else if (Array.isArray(content)) content.forEach((element, i) => writeOne(element, `${at}[${i}]`));
    else wrong(at, 'an array', content);
  }
}

function writeScalar(writer: ProtobufWriter, number: number, type: Scalar, value: unknown, path: string): void {
  switch (type) {
    case 'string':
      if (typeof value !== 'string') wrong(path, 'a string', value);
      writer.string(number, value as string);
      break;
    case 'bool':
      if (typeof value !== 'boolean') wrong(path, 'true or false', value);
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
      if (typeof value !== 'number') wrong(path, 'the number of an enum value', value);
      writer.varint(number, Number(integerOf(value, path, INT32)));
      break;
    case 'hex':
      if (typeof value !== 'string' || !/^(?:[0-9a-f]{2})*$/i.test(value)) wrong(path, 'hexadecimal digits', value);
      writer.bytes(number, Buffer.from(value as string, 'hex'));
      break;
    case 'base64':
      if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/.test(value)) wrong(path, 'base64', value);
      writer.bytes(number, Buffer.from(value as string, 'base64'));
  }
}

function doubleOf(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return NaN;
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return Number(value);
  return wrong(path, 'a number', value);
}

function integerOf(value: unknown, path: string, { min, max }: { min: bigint; max: bigint }): bigint {
  let integer: bigint;
  if (typeof value === 'number' && Number.isInteger(value)) integer = BigInt(value);
  else if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) integer = BigInt(value);
  else return wrong(path, 'an integer', value);
  if (integer < min || integer > max) return wrong(path, `an integer from ${min} to ${max}`, value);
  return integer;
}

function wrong(path: string, expected: string, value: unknown): never {
  const shown = JSON.stringify(value) ?? 'nothing';
  const short = shown.length <= 60 ? shown : `${shown.slice(0, 60)}...`;
  throw new OtlpJsonError(`${path === '' ? 'the body' : path} must be ${expected}, it is ${short}`);
}
