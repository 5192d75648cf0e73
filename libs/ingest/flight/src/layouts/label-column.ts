/** Text columns as small integers: what grouping and building labels work on. */
import type { SlicedWork } from '@chimera/tsdb-storage';
import { type Data, DataType, type Schema, type Vector } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';
import { inBlocks } from './blocks.ts';
import { blankNulls, columnData, requireLength } from './columns.ts';
import { ViewTexts } from './view-texts.ts';

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

function* labelColumn(name: string, data: Data, rows: number): SlicedWork<LabelColumn> {
  if (DataType.isNull(data.type)) return { name, ids: new Int32Array(rows).fill(-1), cardinality: 0, text: () => '' };
  if (DataType.isDictionary(data.type)) return yield* dictionaryColumn(name, data, rows);
  return yield* textColumn(name, data, rows);
}

/** The label columns of a batch, by their fields' indices. */
export function* labelColumns(
  schema: Schema,
  indices: readonly number[],
  children: readonly Data[],
  rows: number,
): SlicedWork<LabelColumn[]> {
  const columns: LabelColumn[] = [];
  for (const index of indices) {
    const { name } = schema.fields[index]!;
    columns.push(yield* labelColumn(name, columnData(children, index, name, rows), rows));
  }
  return columns;
}

function* dictionaryColumn(name: string, data: Data, rows: number): SlicedWork<LabelColumn> {
  const dictionary = data.dictionary as Vector | undefined;
  if (dictionary === undefined)
    throw new IngestError('invalid_argument', `column '${name}' has indices but no dictionary`);
  const cardinality = dictionary.length;
  const indices = data.values as ArrayLike<number | bigint>;
  requireLength(name, indices.length, rows);
  const ids = new Int32Array(rows);
  yield* inBlocks(rows, (from, to) => {
    for (let row = from; row < to; row++) ids[row] = Number(indices[row]);
  });
  blankNulls(data, rows, (row) => {
    ids[row] = -1;
  });
  yield* inBlocks(rows, (from, to) => {
    for (let row = from; row < to; row++) {
      if ((ids[row] as number) >= cardinality || (ids[row] as number) < -1) {
        throw new IngestError(
          'invalid_argument',
          `column '${name}' row ${row}: index ${ids[row]} is outside its dictionary of ${cardinality}`,
        );
      }
    }
  });
  let texts = DICTIONARY_TEXTS.get(dictionary);
  if (texts === undefined) DICTIONARY_TEXTS.set(dictionary, (texts = []));
  return { name, ids, cardinality, text: (id) => (texts[id] ??= dictionaryText(name, dictionary, id)) };
}

/** Texts that were decoded already: a dictionary serves all batches until it is replaced. */
const DICTIONARY_TEXTS = new WeakMap<Vector, (string | undefined)[]>();

function dictionaryText(name: string, dictionary: Vector, id: number): string {
  try {
    return String(dictionary.get(id) ?? '');
  } catch (cause) {
    throw new IngestError('invalid_argument', `column '${name}': entry ${id} of its dictionary is malformed`, {
      cause,
    });
  }
}

/** Plain strings: neighbours that are equal, byte by byte, are decoded once. */
function* textColumn(name: string, data: Data, rows: number): SlicedWork<LabelColumn> {
  if (DataType.isUtf8View(data.type)) return yield* viewColumn(name, data, rows);
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const bytes = data.values as Uint8Array;
  requireLength(name, offsets.length, rows + 1);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  const known = new Map<string, number>();
  const ids = new Int32Array(rows);
  let from = -1;
  let to = -1;
  yield* inBlocks(rows, (firstRow, endRow) => {
    for (let row = firstRow; row < endRow; row++) {
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
  });
  blankNulls(data, rows, (row) => {
    ids[row] = -1;
  });
  return { name, ids, cardinality: texts.length, text: (id) => texts[id] as string };
}

/** String views, which Polars and DuckDB send. */
function* viewColumn(name: string, data: Data, rows: number): SlicedWork<LabelColumn> {
  const views = new ViewTexts(name, data, rows);
  const texts: string[] = [];
  const known = new Map<string, number>();
  const ids = new Int32Array(rows);
  yield* inBlocks(rows, (from, to) => {
    for (let row = from; row < to; row++)
      ids[row] = row > 0 && views.same(row - 1, row) ? (ids[row - 1] as number) : intern(views.read(row), known, texts);
  });
  blankNulls(data, rows, (row) => {
    ids[row] = -1;
  });
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
