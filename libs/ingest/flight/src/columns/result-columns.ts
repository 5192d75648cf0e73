/**
 * A query's result as columns that can be moved between threads: what a query thread makes, and {@link ResultTable}
 * turns into record batches. Rows are samples, series after series; a batch's columns are ready-made, so that sending
 * one costs no work per sample.
 */

export type ResultColumns = {
  /** Rows of each series, in the order of the series. */
  readonly rowsOfSeries: Int32Array<ArrayBuffer>;
  readonly labels: readonly LabelTexts[];
  /** Whether any sample is a native histogram: then the result has columns for them, in all of its batches. */
  readonly hasHistograms: boolean;
  /** Consecutive rows; empty when only the result's shape was asked for. */
  readonly batches: readonly BatchColumns[];
  readonly rows: number;
  /** Of the record batches, dictionaries included, as they will be sent. */
  readonly bytes: number;
  /** What the query remarked, as the HTTP API shows it. */
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
};

/** One label: its values, each once, and which of them each series has. */
export type LabelTexts = {
  readonly name: string;
  /** UTF-8, one text after the other. */
  readonly texts: Uint8Array<ArrayBuffer>;
  /** One more than there are texts: where each begins, and where the last one ends. */
  readonly offsets: Int32Array<ArrayBuffer>;
  /** -1: the series lacks the label. */
  readonly idOfSeries: Int32Array<ArrayBuffer>;
};

export type BatchColumns = {
  /** Unix ms. */
  readonly timestamps: BigInt64Array<ArrayBuffer>;
  /** Anything where the row is a histogram. */
  readonly values: Float64Array<ArrayBuffer>;
  /** null: no row is a histogram. */
  readonly histograms: HistogramColumns | null;
};

/** The native histograms of a batch; rows that are floats have no buckets. */
export type HistogramColumns = {
  /** A bit for each row, lowest first: 1 where it is a histogram. */
  readonly valid: Uint8Array<ArrayBuffer>;
  readonly validCount: number;
  /** Observations, and their sum; anything where the row is a float. */
  readonly counts: Float64Array<ArrayBuffer>;
  readonly sums: Float64Array<ArrayBuffer>;
  /** One more than there are rows: where each row's buckets begin, and where the last one's end. */
  readonly bucketOffsets: Int32Array<ArrayBuffer>;
  /** Buckets that count anything, ascending: which bounds belong to them, the bounds, the observations. */
  readonly boundaries: Int8Array<ArrayBuffer>;
  readonly lowers: Float64Array<ArrayBuffer>;
  readonly uppers: Float64Array<ArrayBuffer>;
  readonly bucketCounts: Float64Array<ArrayBuffer>;
};
