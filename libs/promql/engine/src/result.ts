/** What a query answers. Columns, so that writers need no intermediate objects. */
import type { Histogram, Labels } from '@chimera/tsdb-model';
import type { StepGrid } from '@chimera/tsdb-storage';

export type MatrixSeries = {
  readonly labels: Labels;
  /** Unix ms; null when the samples lie on the result's grid (then `present` says on which steps). */
  readonly timestamps: Float64Array | null;
  readonly values: Float64Array;
  /** 1 where the step has a sample; null: everywhere. Only with a grid. */
  readonly present: Uint8Array | null;
  /** Native histograms where not null; null when the series has floats only. */
  readonly histograms: readonly (Histogram | null)[] | null;
};

export type VectorSample = { readonly labels: Labels; readonly value: number; readonly histogram: Histogram | null };

export type QueryValue =
  | { readonly type: 'scalar'; readonly timestampMs: number; readonly value: number }
  | { readonly type: 'string'; readonly timestampMs: number; readonly value: string }
  | { readonly type: 'vector'; readonly timestampMs: number; readonly samples: readonly VectorSample[] }
  /** Sorted by labels. `grid` is null for an instant query of a range vector. */
  | { readonly type: 'matrix'; readonly grid: StepGrid | null; readonly series: readonly MatrixSeries[] };

export type QueryStats = {
  readonly samplesRead: number;
  readonly peakSamples: number;
  /** Samples that each step looked at; null unless the option `stepStats` is set. */
  readonly samplesPerStep: Float64Array | null;
};

export type QueryResult = {
  readonly value: QueryValue;
  /** Texts as Prometheus has them, with `(line:col)` where it gives one; without the `PromQL warning: ` kind removed. */
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  readonly stats: QueryStats;
};
