/** Results of queries as the engine gives them, for tests. */
import type { MatrixSeries, QueryValue } from '@chimera/promql-engine';
import { emptyHistogram, type Histogram, labelsFrom } from '@chimera/tsdb-model';

export const matrix = (...series: MatrixSeries[]): QueryValue => ({ type: 'matrix', grid: null, series });

/** Samples a second apart. */
export function series(labels: Record<string, string>, from: number, ...values: number[]): MatrixSeries {
  return {
    labels: labelsFrom(labels),
    timestamps: Float64Array.from(values, (_, i) => from + 1_000 * i),
    values: Float64Array.from(values),
    present: null,
    histograms: null,
  };
}

/** The same with histograms among them. */
export function mixed(labels: Record<string, string>, from: number, ...samples: (number | Histogram)[]): MatrixSeries {
  const isFloat = (sample: number | Histogram): sample is number => typeof sample === 'number';
  return {
    ...series(labels, from, ...samples.map((sample) => (isFloat(sample) ? sample : 0))),
    histograms: samples.map((sample) => (isFloat(sample) ? null : sample)),
  };
}

/** Observations 1 below -1, 2 around 0, 3 up to 1, 5 up to 4; the bucket from 1 to 2 is empty. */
export const EXPONENTIAL: Histogram = {
  ...emptyHistogram(0),
  count: 11,
  sum: 7.5,
  zeroThreshold: 0.5,
  zeroCount: 2,
  negativeSpans: [{ offset: 1, length: 1 }],
  negativeBuckets: Float64Array.of(1),
  positiveSpans: [{ offset: 0, length: 3 }],
  positiveBuckets: Float64Array.of(3, 0, 5),
};
/** Observations 1 from 10 to 20, 3 above. */
export const CUSTOM: Histogram = {
  ...emptyHistogram(-53, Float64Array.of(10, 20)),
  count: 4,
  sum: 42,
  positiveSpans: [{ offset: 1, length: 2 }],
  positiveBuckets: Float64Array.of(1, 3),
};
