/** From what the engine answers to columns: first the shape, which says how large they will be, then the rows. */
import type { MatrixSeries, QueryValue, VectorSample } from '@chimera/promql-engine';
import type { Histogram } from '@chimera/tsdb-model';
import { BatchBuilder } from './batch-builder.ts';
import { BUCKET_BYTES } from './histogram-builder.ts';
import { labelTextsOf } from './label-texts.ts';
import type { BatchColumns, ResultColumns } from './result-columns.ts';

const TWO_32 = 4_294_967_296;
/** A time and a value. */
const ROW_BYTES = 16;
/** An id. */
const LABEL_BYTES = 4;
/** Count, sum, and where the buckets end. */
const HISTOGRAM_BYTES = 20;

type Remarks = { readonly warnings: readonly string[]; readonly infos: readonly string[] };
type Grid = { readonly startMs: number; readonly stepMs: number; readonly count: number };

/** The result without its rows: no batches yet. null: it is a text, which has no columns. */
export function shapeOf(value: QueryValue, { warnings, infos }: Remarks): ResultColumns | null {
  if (value.type === 'string') return null;
  const series = seriesOf(value);
  const rowsOfSeries = Int32Array.from(series, rowsIn);
  const labels = labelTextsOf(series);
  const rows = rowsOfSeries.reduce((sum, one) => sum + one, 0);
  const histograms = histogramsIn(value);
  const texts = labels.reduce((sum, one) => sum + one.texts.byteLength + one.offsets.byteLength, 0);
  const gaps = labels.filter(({ idOfSeries }) => idOfSeries.includes(-1)).length;
  const rowBytes = rowBytesOf(labels.length, histograms.samples > 0) + gaps / 8;
  return {
    rowsOfSeries,
    labels,
    hasHistograms: histograms.samples > 0,
    batches: [],
    rows,
    bytes: Math.ceil(rows * rowBytes) + texts + BUCKET_BYTES * histograms.buckets,
    warnings,
    infos,
  };
}

/** The shape's rows. `check` is called between series, and may throw. */
export function withBatches(shape: ResultColumns, value: QueryValue, check: () => void): ResultColumns {
  const rowBytes = rowBytesOf(shape.labels.length, shape.hasHistograms);
  const builder = new BatchBuilder(shape.rows, rowBytes, shape.hasHistograms);
  if (value.type === 'scalar') builder.addFloats(wordsOf([value.timestampMs]), Float64Array.of(value.value));
  else if (value.type === 'vector') {
    const words = wordsOf([value.timestampMs]);
    for (const sample of value.samples) builder.add(words, 0, sample.value, sample.histogram);
  } else if (value.type === 'matrix') {
    const shared = value.grid === null ? null : wordsOf(timesOf(value.grid));
    for (const one of value.series) {
      check();
      const words = one.timestamps === null ? shared : wordsOf(one.timestamps);
      if (words !== null) addSeries(builder, words, one);
    }
  }
  return { ...shape, batches: builder.finish() };
}

/** Everything that moves to another thread with the columns. */
export function buffersOf({ rowsOfSeries, labels, batches }: ResultColumns): ArrayBuffer[] {
  return [
    rowsOfSeries.buffer,
    ...labels.flatMap(({ texts, offsets, idOfSeries }) => [texts.buffer, offsets.buffer, idOfSeries.buffer]),
    ...batches.flatMap(buffersOfBatch),
  ];
}

export function buffersOfBatch({ timestamps, values, histograms }: BatchColumns): ArrayBuffer[] {
  if (histograms === null) return [timestamps.buffer, values.buffer];
  const { validCount: _, ...columns } = histograms;
  return [timestamps.buffer, values.buffer, ...Object.values(columns).map(({ buffer }) => buffer)];
}

function addSeries(builder: BatchBuilder, words: Int32Array, series: MatrixSeries): void {
  const { values, present, histograms } = series;
  if (present === null && histograms === null) {
    builder.addFloats(words, values);
    return;
  }
  for (let k = 0; k < values.length; k++)
    if (present === null || present[k] !== 0) builder.add(words, k, values[k] as number, histograms?.[k] ?? null);
}

const SCALAR = [{ labels: [], value: 0, histogram: null }];

function seriesOf(value: Exclude<QueryValue, { type: 'string' }>): readonly (MatrixSeries | VectorSample)[] {
  if (value.type === 'scalar') return SCALAR;
  return value.type === 'vector' ? value.samples : value.series;
}

function rowsIn(series: MatrixSeries | VectorSample): number {
  if (!('present' in series)) return 1;
  const { present, values } = series;
  if (present === null) return values.length;
  let rows = 0;
  for (let k = 0; k < present.length; k++) if (present[k] !== 0) rows++;
  return rows;
}

function histogramsIn(value: QueryValue): { samples: number; buckets: number } {
  const found = { samples: 0, buckets: 0 };
  const count = (histogram: Histogram): void => {
    found.samples++;
    found.buckets += bucketsOf(histogram);
  };
  if (value.type === 'vector') for (const { histogram } of value.samples) if (histogram !== null) count(histogram);
  if (value.type !== 'matrix') return found;
  for (const { histograms, present } of value.series)
    histograms?.forEach((histogram, k) => {
      if (histogram !== null && present?.[k] !== 0) count(histogram);
    });
  return found;
}

/** Those that count anything. */
function bucketsOf({ positiveBuckets, negativeBuckets, zeroCount }: Histogram): number {
  let buckets = zeroCount > 0 ? 1 : 0;
  for (let i = 0; i < positiveBuckets.length; i++) if (positiveBuckets[i] !== 0) buckets++;
  for (let i = 0; i < negativeBuckets.length; i++) if (negativeBuckets[i] !== 0) buckets++;
  return buckets;
}

function rowBytesOf(labels: number, hasHistograms: boolean): number {
  // Four columns of a result with histograms have a bit for each row.
  return ROW_BYTES + LABEL_BYTES * labels + (hasHistograms ? HISTOGRAM_BYTES + 4 / 8 : 0);
}

function timesOf({ startMs, stepMs, count }: Grid): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => startMs + k * stepMs);
}

/** Times as 64-bit integers, in two words each: typed arrays of bigints are slow to fill. */
function wordsOf(times: ArrayLike<number>): Int32Array {
  const words = new Int32Array(2 * times.length);
  for (let k = 0; k < times.length; k++) {
    const ms = times[k] as number;
    words[2 * k] = ms % TWO_32;
    words[2 * k + 1] = Math.floor(ms / TWO_32);
  }
  return words;
}
