/**
 * What the runner needs of an engine and a store. Both are passed in: the engine lies on a higher floor, and any engine
 * that answers in these shapes can be tested. The shapes are those of the project's engine; only what is compared is named.
 */
import type { Histogram, Labels } from '@chimera/tsdb-model';
import type { Appender, Queryable, SeriesRef, StepGrid } from '@chimera/tsdb-storage';

/** A query that fails throws an Error with `type` 'bad_data', 'execution', 'canceled' or 'timeout'; any other is a bug. */
export type ScriptEngine = {
  instant(queryable: Queryable, query: string, timeMs: number, control: ScriptControl): Promise<ScriptResult>;
  range(queryable: Queryable, query: string, grid: StepGrid, control: ScriptControl): Promise<ScriptResult>;
};

/** How a running query is watched. */
export type ScriptControl = { now(): number; isCancelled(): boolean };

export type ScriptResult = {
  readonly value: ScriptValue;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
};

export type ScriptValue =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector'; readonly samples: readonly ScriptSample[] }
  | { readonly type: 'matrix'; readonly grid: StepGrid | null; readonly series: readonly ScriptMatrixSeries[] };

export type ScriptSample = { readonly labels: Labels; readonly value: number; readonly histogram: Histogram | null };

export type ScriptMatrixSeries = {
  readonly labels: Labels;
  /** Unix ms; null when the samples lie on the grid. */
  readonly timestamps: Float64Array | null;
  readonly values: Float64Array;
  /** 1 where the step has a sample; null: everywhere. */
  readonly present: Uint8Array | null;
  readonly histograms: readonly (Histogram | null)[] | null;
};

export type ScriptStorage = Queryable &
  Appender & {
    /** Absent: the store keeps no start timestamps, and a script that needs them fails with a message. */
    setStartTimestamp?(ref: SeriesRef, timestampMs: number, startTimestampMs: number): void;
    /** Called when a `clear` or the end of the script is done with the store. */
    close?(): void | Promise<void>;
  };

/** The engine options that the scripts were written for, in the names of the project's engine. */
export const SCRIPT_ENGINE_OPTIONS = {
  lookbackDeltaMs: 300_000,
  maxSamples: 10_000,
  timeoutMs: 100_000,
  defaultSubqueryStepMs: 60_000,
  delayedNameRemoval: true,
  startTimestamps: true,
  experimentalFunctions: true,
  durationExpressions: true,
  extendedRangeSelectors: true,
  binopFillModifiers: true,
  typeAndUnitLabels: false,
  stepStats: false,
} as const;
