/**
 * A query's result as record batches of one long table: `timestamp` (milliseconds, UTC), a dictionary column for each
 * label (`__name__` first, then by name; null where a series lacks it), `value`. A pandas data frame without further ado.
 */
import { METRIC_NAME } from '@chimera/tsdb-model';
import {
  type Data,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';

/** One series of a result; the columns are of the same length. */
export type FlightSeries = {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix ms. */
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
};

/** Rows of a batch, at most. */
const BATCH_ROWS = 65_536;
const TWO_32 = 4_294_967_296;

type LabelField = { readonly type: Dictionary; readonly texts: Vector; readonly idOfSeries: Int32Array };

export class ResultTable {
  readonly schema: Schema;
  readonly rows: number;
  readonly #series: readonly FlightSeries[];
  readonly #labels: readonly LabelField[];

  constructor(series: readonly FlightSeries[]) {
    const names = new Set(series.flatMap(({ labels }) => Object.keys(labels)));
    const sorted = [...names].filter((name) => name !== METRIC_NAME).sort();
    if (names.has(METRIC_NAME)) sorted.unshift(METRIC_NAME);
    this.#labels = sorted.map((name, id) => labelField(name, id, series));
    this.#series = series;
    this.rows = series.reduce((sum, { values }) => sum + values.length, 0);
    // A label may have the name of one of our two columns: then ours steps aside, as the label's name is the user's.
    const free = (name: string): string => (names.has(name) ? free(`_${name}`) : name);
    this.schema = new Schema([
      new Field(free('timestamp'), new TimestampMillisecond('UTC'), false),
      ...sorted.map((name, i) => new Field(name, this.#labels[i]!.type, true)),
      new Field(free('value'), new Float64(), false),
    ]);
  }

  /** At least one, so that an empty result has columns, too. */
  *batches(): Generator<RecordBatch> {
    let series = 0;
    let at = 0;
    for (let left = this.rows; left > 0 || series === 0; ) {
      const rows = Math.min(left, BATCH_ROWS);
      const times = new Int32Array(2 * rows);
      const values = new Float64Array(rows);
      const ids = this.#labels.map(() => new Int32Array(rows));
      for (let row = 0; row < rows; ) {
        const one = this.#series[series] as FlightSeries;
        const count = Math.min(rows - row, one.values.length - at);
        values.set(one.values.subarray(at, at + count), row);
        for (let i = 0; i < count; i++) {
          const ms = one.timestamps[at + i] as number;
          times[2 * (row + i)] = ms % TWO_32;
          times[2 * (row + i) + 1] = Math.floor(ms / TWO_32);
        }
        for (const [k, { idOfSeries }] of this.#labels.entries())
          ids[k]!.fill(idOfSeries[series] as number, row, row + count);
        row += count;
        at += count;
        if (at === one.values.length) {
          series++;
          at = 0;
        }
      }
      left -= rows;
      yield this.#batch(rows, new BigInt64Array(times.buffer), ids, values);
      if (rows === 0) return;
    }
  }

  #batch(rows: number, times: BigInt64Array, ids: readonly Int32Array[], values: Float64Array): RecordBatch {
    const children: Data[] = [
      makeData({ type: this.schema.fields[0]!.type as TimestampMillisecond, length: rows, data: times }),
      ...this.#labels.map(({ type, texts }, k) =>
        makeData({
          type,
          length: rows,
          data: ids[k] as Int32Array,
          dictionary: texts,
          ...nullsOf(ids[k] as Int32Array),
        }),
      ),
      makeData({ type: new Float64(), length: rows, data: values }),
    ];
    return new RecordBatch(this.schema, makeData({ type: new Struct(this.schema.fields), length: rows, children }));
  }
}

function labelField(name: string, id: number, series: readonly FlightSeries[]): LabelField {
  const known = new Map<string, number>();
  const idOfSeries = Int32Array.from(series, ({ labels }) => {
    const text = Object.hasOwn(labels, name) ? labels[name] : undefined;
    if (text === undefined) return -1;
    const seen = known.get(text) ?? known.size;
    known.set(text, seen);
    return seen;
  });
  const texts = vectorFromArray([...known.keys()], new Utf8());
  return { type: new Dictionary(new Utf8(), new Int32(), id), texts, idOfSeries };
}

/** Rows with the id -1 are null; their id becomes 0. */
function nullsOf(ids: Int32Array): { nullCount: number; nullBitmap?: Uint8Array } {
  if (!ids.includes(-1)) return { nullCount: 0 };
  const nullBitmap = new Uint8Array(Math.ceil(ids.length / 8));
  let nullCount = 0;
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] !== -1) nullBitmap[row >> 3]! |= 1 << (row & 7);
    else {
      ids[row] = 0;
      nullCount++;
    }
  }
  return { nullCount, nullBitmap };
}
