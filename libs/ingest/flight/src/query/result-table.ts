/**
 * A query's result as record batches of one long table, a row for each sample: a pandas data frame without further ado.
 *
 *     timestamp   timestamp[ms, UTC]
 *     <label>     dictionary<int32, string> for each label: `__name__` first, then by name; null where a series lacks it
 *     value       float64
 *
 * When any sample is a native histogram, every batch has three columns more:
 *
 *     count       float64, its observations
 *     sum         float64, their sum
 *     buckets     list<struct<boundaries: int8, lower: float64, upper: float64, count: float64>>, ascending
 *
 * and then `value` is null for histograms, those three for floats. The buckets are those of the HTTP API's JSON: empty
 * ones are left out; `boundaries` says which bounds belong to the bucket (0: the upper, 1: the lower, 2: none, 3: both).
 * A label named like one of these columns keeps its name; the column gets an underscore in front.
 *
 * What the query remarked is in the schema's metadata: `mytsdb.warnings` and `mytsdb.infos`, JSON arrays of texts.
 */
import {
  type Data,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int32,
  List,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  type Vector,
} from 'apache-arrow';
import type { BatchColumns, HistogramColumns, LabelTexts, ResultColumns } from '../columns/index.ts';
import { type NullBits, nullsOf, otherRows } from './null-bits.ts';
import { SeriesIds } from './series-ids.ts';

type LabelField = { readonly type: Dictionary; readonly texts: Vector; readonly idOfSeries: Int32Array };

const BUCKET = new Struct([
  new Field('boundaries', new Int8(), false),
  new Field('lower', new Float64(), false),
  new Field('upper', new Float64(), false),
  new Field('count', new Float64(), false),
]);
const BUCKETS = new List(new Field('item', BUCKET, false));

export class ResultTable {
  readonly schema: Schema;
  readonly rows: number;
  /** Of the record batches, dictionaries included. */
  readonly bytes: number;
  readonly #columns: (BatchColumns | null)[];
  readonly #rowsOfSeries: Int32Array;
  readonly #labels: readonly LabelField[];
  readonly #hasHistograms: boolean;

  constructor({ labels, batches, rowsOfSeries, hasHistograms, rows, bytes, warnings, infos }: ResultColumns) {
    this.#labels = labels.map(labelField);
    this.#columns = [...batches];
    this.#rowsOfSeries = rowsOfSeries;
    this.#hasHistograms = hasHistograms;
    this.rows = rows;
    this.bytes = bytes;
    const names = new Set(labels.map(({ name }) => name));
    const free = (name: string): string => (names.has(name) ? free(`_${name}`) : name);
    const fields: Field[] = [
      new Field(free('timestamp'), new TimestampMillisecond('UTC'), false),
      ...labels.map(({ name }, i) => new Field(name, this.#labels[i]!.type, true)),
      new Field(free('value'), new Float64(), hasHistograms),
    ];
    if (hasHistograms)
      fields.push(
        new Field(free('count'), new Float64(), true),
        new Field(free('sum'), new Float64(), true),
        new Field(free('buckets'), BUCKETS, true),
      );
    const remarks = { 'mytsdb.warnings': warnings, 'mytsdb.infos': infos };
    const made = Object.entries(remarks).filter(([, texts]) => texts.length > 0);
    this.schema = new Schema(fields, new Map(made.map(([key, texts]) => [key, JSON.stringify(texts)])));
  }

  /** Can be walked through once: what has been taken is forgotten, with its memory. */
  *batches(): Generator<RecordBatch> {
    const ids = new SeriesIds(
      this.#rowsOfSeries,
      this.#labels.map(({ idOfSeries }) => idOfSeries),
    );
    for (let i = 0; i < this.#columns.length; i++) {
      const columns = this.#columns[i] as BatchColumns;
      this.#columns[i] = null;
      yield this.#batch(columns, ids.next(columns.values.length));
    }
  }

  #batch({ timestamps, values, histograms }: BatchColumns, ids: readonly Int32Array[]): RecordBatch {
    const { length } = values;
    const { fields } = this.schema;
    const children: Data[] = [
      makeData({ type: fields[0]!.type as TimestampMillisecond, length, data: timestamps }),
      ...this.#labels.map(({ type, texts }, k) => {
        const data = ids[k] as Int32Array;
        return makeData({ type, length, data, dictionary: texts, ...nullsOf(data) });
      }),
      makeData({ type: new Float64(), length, data: values, ...otherRows(histograms, length) }),
    ];
    if (this.#hasHistograms) children.push(...histogramData(histograms ?? noHistograms(length), length));
    return new RecordBatch(this.schema, makeData({ type: new Struct(fields), length, children }));
  }
}

function labelField({ texts, offsets, idOfSeries }: LabelTexts, id: number): LabelField {
  const data = makeData({ type: new Utf8(), length: offsets.length - 1, valueOffsets: offsets, data: texts });
  return { type: new Dictionary(new Utf8(), new Int32(), id), texts: makeVector(data), idOfSeries };
}

function histogramData(columns: HistogramColumns, length: number): Data[] {
  const { valid, validCount, counts, sums, bucketOffsets, boundaries, lowers, uppers, bucketCounts } = columns;
  const nulls: NullBits =
    validCount === length ? { nullCount: 0 } : { nullCount: length - validCount, nullBitmap: valid };
  const buckets = boundaries.length;
  const child = makeData({
    type: BUCKET,
    length: buckets,
    nullCount: 0,
    children: [
      makeData({ type: new Int8(), length: buckets, data: boundaries }),
      ...[lowers, uppers, bucketCounts].map((data) => makeData({ type: new Float64(), length: buckets, data })),
    ],
  });
  return [
    makeData({ type: new Float64(), length, data: counts, ...nulls }),
    makeData({ type: new Float64(), length, data: sums, ...nulls }),
    makeData({ type: BUCKETS, length, valueOffsets: bucketOffsets, child, ...nulls }),
  ];
}

/** Of a batch of floats in a result that has histograms elsewhere. */
function noHistograms(length: number): HistogramColumns {
  const none = new Float64Array(0);
  return {
    valid: new Uint8Array(Math.ceil(length / 8)),
    validCount: 0,
    counts: new Float64Array(length),
    sums: new Float64Array(length),
    bucketOffsets: new Int32Array(length + 1),
    boundaries: new Int8Array(0),
    lowers: none,
    uppers: none,
    bucketCounts: none,
  };
}
