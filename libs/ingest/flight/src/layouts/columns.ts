/** Reads Arrow columns as the plain typed arrays that the layouts work on. Never row by row through apache-arrow. */
import { type Data, DataType, type Decimal, Precision, type Schema, TimeUnit } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';

/** What may be values; booleans, dates, times and durations are not: cast them. */
export const NUMERIC_TYPES = 'int8 to int64, uint8 to uint64, float16, float32, float64 or a decimal';

export function isNumericType(type: DataType): boolean {
  return DataType.isFloat(type) || DataType.isInt(type) || isDecimal(type);
}

/** Of a width that Arrow has: a schema from outside may say anything. */
function isDecimal(type: DataType): type is Decimal {
  return DataType.isDecimal(type) && [32, 64, 128, 256].includes(type.bitWidth);
}

/** A column's data; throws IngestError when its parts are shorter than the batch says. */
export function columnData(children: readonly Data[], index: number, name: string, rows: number): Data {
  const data = children[index];
  if (data === undefined || data.length < rows)
    throw new IngestError('invalid_argument', `column '${name}' is shorter than its batch`);
  return data;
}

type NumberArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Floats of a numeric column, and which rows have none (null when all have). */
export type ValueColumn = { readonly values: Float64Array; readonly missing: Uint8Array | null };

export function valueColumn(name: string, data: Data, rows: number): ValueColumn {
  const source = data.values as NumberArray;
  const { type } = data;
  requireLength(name, isDecimal(type) ? source.length / wordsOf(type) : source.length, rows);
  let values: Float64Array;
  if (source instanceof Float64Array) values = source;
  else if (source instanceof BigInt64Array || source instanceof BigUint64Array) values = integers(source, rows);
  else if (isDecimal(type)) values = decimals(source, type, rows);
  else if (DataType.isFloat(type) && type.precision === Precision.HALF) values = halfFloats(source, rows);
  else values = new Float64Array(source);
  let missing: Uint8Array | null = null;
  blankNulls(data, rows, (row) => {
    missing ??= new Uint8Array(rows);
    missing[row] = 1;
  });
  return { values, missing };
}

/** Whether the column holds times: a timestamp, or a 64-bit integer (milliseconds). */
export function isTimeType(type: DataType): boolean {
  return DataType.isTimestamp(type) || (DataType.isInt(type) && type.bitWidth === 64);
}

/** Times as integral Unix milliseconds (finer units are floored). A null time is an error: a sample needs one. */
export function timeColumn(name: string, data: Data, rows: number): Float64Array {
  const source = data.values as BigInt64Array | Int32Array;
  if (!(source instanceof BigInt64Array || source instanceof BigUint64Array)) {
    throw new IngestError(
      'invalid_argument',
      `column '${name}' must be a timestamp or a 64-bit integer of milliseconds`,
    );
  }
  requireLength(name, source.length, rows);
  blankNulls(data, rows, (row) => {
    throw new IngestError('invalid_argument', `column '${name}' row ${row}: a null time; every sample needs one`);
  });
  const times = integers(source, rows);
  const unit =
    DataType.isTimestamp(data.type) || DataType.isDuration(data.type) ? data.type.unit : TimeUnit.MILLISECOND;
  if (unit === TimeUnit.SECOND) for (let i = 0; i < rows; i++) times[i] = (times[i] as number) * 1_000;
  else if (unit === TimeUnit.MICROSECOND)
    for (let i = 0; i < rows; i++) times[i] = Math.floor((times[i] as number) / 1_000);
  else if (unit === TimeUnit.NANOSECOND)
    for (let i = 0; i < rows; i++) times[i] = Math.floor((times[i] as number) / 1_000_000);
  return times;
}

/** 64-bit integers as floats by their words: no BigInt per element. Exact up to 2^53. */
function integers(source: BigInt64Array | BigUint64Array, rows: number): Float64Array {
  const low = new Uint32Array(source.buffer, source.byteOffset, 2 * rows);
  const high = source instanceof BigInt64Array ? new Int32Array(source.buffer, source.byteOffset, 2 * rows) : low;
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) out[i] = (high[2 * i + 1] as number) * 4_294_967_296 + (low[2 * i] as number);
  return out;
}

const wordsOf = ({ bitWidth }: Decimal): number => bitWidth / 32;

/**
 * Decimals as the nearest floats where their digits are fewer than 2^53 and their scale is at most 22, as good as exact
 * elsewhere. They are two's complement integers, lowest word first.
 */
function decimals(source: ArrayLike<number>, type: Decimal, rows: number): Float64Array {
  const words = wordsOf(type);
  const power = 10 ** Math.abs(type.scale);
  const out = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let digits = (source[(row + 1) * words - 1] as number) | 0;
    for (let i = words - 2; i >= 0; i--) digits = digits * 4_294_967_296 + (source[row * words + i] as number);
    out[row] = type.scale < 0 ? digits * power : digits / power;
  }
  return out;
}

/** 16-bit floats (IEEE 754 binary16), which come as their bits. */
function halfFloats(source: ArrayLike<number>, rows: number): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const bits = source[i] as number;
    const sign = bits >= 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) out[i] = sign * fraction * 2 ** -24;
    else if (exponent === 0x1f) out[i] = fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    else out[i] = sign * (1_024 + fraction) * 2 ** (exponent - 25);
  }
  return out;
}

/** Calls `blank` for each null row. */
export function blankNulls(data: Data, rows: number, blank: (row: number) => void): void {
  const bitmap = data.nullBitmap;
  if (data.nullCount <= 0 || bitmap === undefined || bitmap === null || bitmap.length === 0) return;
  for (let row = 0; row < rows; row++) {
    const bit = row + data.offset;
    if ((((bitmap[bit >> 3] as number) >> (bit & 7)) & 1) === 0) blank(row);
  }
}

export function requireLength(name: string, length: number, needed: number): void {
  if (length < needed)
    throw new IngestError(
      'invalid_argument',
      `column '${name}' is shorter than its batch (${length} of ${needed} values)`,
    );
}

/** Index of the field with this name; -1 when there is none. */
export function fieldIndex(schema: Schema, name: string): number {
  return schema.fields.findIndex((field) => field.name === name);
}
