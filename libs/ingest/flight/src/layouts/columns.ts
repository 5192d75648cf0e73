/** Reads Arrow columns as the plain typed arrays that the layouts work on. Never row by row through apache-arrow. */
import { type Data, DataType, makeVector, type Schema, TimeUnit, type Vector } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';

/** One label column of a batch: small integers for its values, -1 where the row has none. */
export type LabelColumn = {
  readonly name: string;
  /** Per row: an index into `texts`, or -1. */
  readonly ids: Int32Array;
  /** How many ids there are. */
  readonly cardinality: number;
  text(id: number): string;
};

/** Whether a column of this type can hold label values. */
export function isLabelType(type: DataType): boolean {
  if (DataType.isDictionary(type)) return isLabelType(type.dictionary as DataType);
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type) || DataType.isNull(type);
}

export function isNumericType(type: DataType): boolean {
  return DataType.isFloat(type) || DataType.isInt(type);
}

/** A column's data; throws IngestError when its parts are shorter than the batch says. */
export function columnData(children: readonly Data[], index: number, name: string, rows: number): Data {
  const data = children[index];
  if (data === undefined || data.length < rows)
    throw new IngestError('invalid_argument', `column '${name}' is shorter than its batch`);
  return data;
}

export function labelColumn(name: string, data: Data, rows: number): LabelColumn {
  if (DataType.isNull(data.type)) return { name, ids: new Int32Array(rows).fill(-1), cardinality: 0, text: () => '' };
  if (DataType.isDictionary(data.type)) return dictionaryColumn(name, data, rows);
  return textColumn(name, data, rows);
}

function dictionaryColumn(name: string, data: Data, rows: number): LabelColumn {
  const dictionary = data.dictionary as Vector | undefined;
  if (dictionary === undefined)
    throw new IngestError('invalid_argument', `column '${name}' has indices but no dictionary`);
  const cardinality = dictionary.length;
  const indices = data.values as ArrayLike<number | bigint>;
  requireLength(name, indices.length, rows);
  const ids = new Int32Array(rows);
  for (let row = 0; row < rows; row++) ids[row] = Number(indices[row]);
  blankNulls(data, rows, (row) => {
    ids[row] = -1;
  });
  for (let row = 0; row < rows; row++) {
    if ((ids[row] as number) >= cardinality || (ids[row] as number) < -1) {
      throw new IngestError(
        'invalid_argument',
        `column '${name}' row ${row}: index ${ids[row]} is outside its dictionary of ${cardinality}`,
      );
    }
  }
  const texts: (string | undefined)[] = [];
  const text = (id: number): string => (texts[id] ??= String(dictionary.get(id) ?? ''));
  return { name, ids, cardinality, text };
}

/** Plain strings: neighbours that are equal, byte by byte, are decoded once. */
function textColumn(name: string, data: Data, rows: number): LabelColumn {
  if (DataType.isUtf8View(data.type)) return viewColumn(name, data, rows);
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const bytes = data.values as Uint8Array;
  requireLength(name, offsets.length, rows + 1);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  const known = new Map<string, number>();
  const ids = new Int32Array(rows);
  let from = -1;
  let to = -1;
  for (let row = 0; row < rows; row++) {
    const start = Number(offsets[row]);
    const end = Number(offsets[row + 1]);
    if (start < 0 || end < start || end > bytes.length) {
      throw new IngestError(
        'invalid_argument',
        `column '${name}' row ${row}: text from ${start} to ${end} lies outside its ${bytes.length} bytes`,
      );
    }
    if (from >= 0 && sameBytes(bytes, from, to, start, end)) {
      ids[row] = ids[row - 1] as number;
      continue;
    }
    from = start;
    to = end;
    ids[row] = intern(decoder.decode(bytes.subarray(start, end)), known, texts);
  }
  blankNulls(data, rows, (row) => {
    ids[row] = -1;
  });
  return { name, ids, cardinality: texts.length, text: (id) => texts[id] as string };
}

/** String views, which Polars and DuckDB send: apache-arrow resolves them, a string per row. */
function viewColumn(name: string, data: Data, rows: number): LabelColumn {
  const vector = makeVector(data);
  const texts: string[] = [];
  const known = new Map<string, number>();
  const ids = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const text = vector.get(row) as string | null;
    ids[row] = text === null ? -1 : intern(text, known, texts);
  }
  return { name, ids, cardinality: texts.length, text: (id) => texts[id] as string };
}

function intern(text: string, known: Map<string, number>, texts: string[]): number {
  const id = known.get(text);
  if (id !== undefined) return id;
  known.set(text, texts.length);
  texts.push(text);
  return texts.length - 1;
}

function sameBytes(bytes: Uint8Array, from: number, to: number, start: number, end: number): boolean {
  if (to - from !== end - start) return false;
  for (let i = 0; i < to - from; i++) if (bytes[from + i] !== bytes[start + i]) return false;
  return true;
}

/** Floats of a numeric column, and which rows have none (null when all have). */
export type ValueColumn = { readonly values: Float64Array; readonly missing: Uint8Array | null };

export function valueColumn(name: string, data: Data, rows: number): ValueColumn {
  const source = data.values as ArrayLike<number | bigint>;
  requireLength(name, source.length, rows);
  let values: Float64Array;
  if (source instanceof Float64Array) values = source;
  else if (source instanceof BigInt64Array || source instanceof BigUint64Array) values = integers(source, rows);
  else if (DataType.isFloat(data.type) && data.type.precision === 0) {
    throw new IngestError('invalid_argument', `column '${name}' has 16-bit floats; send float32 or float64`);
  } else values = Float64Array.from(source as ArrayLike<number>);
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

/** Calls `blank` for each null row. */
function blankNulls(data: Data, rows: number, blank: (row: number) => void): void {
  const bitmap = data.nullBitmap;
  if (data.nullCount <= 0 || bitmap === undefined || bitmap === null || bitmap.length === 0) return;
  for (let row = 0; row < rows; row++) {
    const bit = row + data.offset;
    if ((((bitmap[bit >> 3] as number) >> (bit & 7)) & 1) === 0) blank(row);
  }
}

function requireLength(name: string, length: number, needed: number): void {
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
