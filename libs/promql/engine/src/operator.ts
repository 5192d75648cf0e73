/**
 * The contract of the evaluator's operators, one per node of the plan. Evaluation is series at a time: an operator says
 * which series it yields, then computes one series for all steps of the grid per call.
 */
import type { Position, VectorSelector } from '@chimera/promql-parser';
import type { Labels } from '@chimera/tsdb-model';
import type { Querier, SampleBuffer, StepColumn, StepGrid } from '@chimera/tsdb-storage';
import type { EngineOptions, QueryControl } from './options.ts';
import type { StepCounts } from './step-counts.ts';

/** One output series. */
export type OutputSeries = {
  readonly labels: Labels;
  /** Delayed name removal: the name is still there for matching and grouping but goes before the result is shown. */
  readonly dropName: boolean;
};

/** Yields an instant vector per step. */
export type VectorOperator = {
  /** The output series, known before any value is; called once, before the first `read`. */
  series(): Promise<readonly OutputSeries[]>;
  /**
   * Overwrites `out` (values, present, histograms) with series `index` on all steps; `StepColumn` says how floats and
   * native histograms share it: an operator that yields floats only sets `out.histograms` to null, one that changes
   * histograms assigns a new array. Any order, each index at most once: a consumer that needs a series twice keeps a
   * copy, and accounts for it with the budget.
   */
  read(index: number, out: StepColumn): void;
};

/** Yields one number per step. */
export type ScalarOperator = {
  /** The values on all steps; called once. The array belongs to the caller. */
  values(): Promise<Float64Array>;
};

export type StringOperator = { readonly value: string };

/** What the operators of one (sub)query share. A subquery's inner plan gets its own, with its own grid. */
export type EvalContext = {
  readonly grid: StepGrid;
  readonly querier: Querier;
  readonly options: EngineOptions;
  readonly control: QueryControl;
  readonly annotations: Annotations;
  readonly budget: Budget;
  /** null: nobody asked, or it is the inside of a subquery, whose samples count where they are used. */
  readonly stepCounts: StepCounts | null;
  /** Start, end and step of the whole query, for `start()`, `end()`, `range()`, `step()` and `@ start()`. Unix ms. */
  readonly query: { readonly startMs: number; readonly endMs: number; readonly stepMs: number };
  /** Selectors whose native histograms go without buckets (stats-selectors.ts). */
  readonly statsOnly: ReadonlySet<VectorSelector>;
  /** Scratch for reading one series' samples; whoever reads uses it up before it returns. */
  readonly samples: SampleBuffer;
};

/**
 * Collects warnings and infos, each text once, with its last position in the query. `message` is Prometheus' text without `PromQL warning: ` or
 * `PromQL info: ` in front and ` (line:col)` behind: both are added here, the latter from `position.start`.
 */
export type Annotations = {
  warn(message: string, position: Position | null): void;
  /** As `warn`, with the first position; when it is called n times, the text says ` (n occurrences)`. */
  warnCounted(message: string, position: Position | null): void;
  info(message: string, position: Position | null): void;
  /** Calls `report` once, when the query ends: for messages that are complete only then, which it gives. */
  atEnd(report: () => void): void;
};

/** Counts samples held and read, and ends the query when it passes a limit, its deadline, or is cancelled. */
export type Budget = {
  /** Samples now held in memory by some operator: throws QueryError 'execution' (`query processing would load too many samples into memory in query execution`) over the limit. */
  hold(samples: number): void;
  release(samples: number): void;
  /** Samples read from storage. */
  countRead(samples: number): void;
  /** Throws QueryError 'canceled' or 'timeout'; cheap, call it once per series or few thousand steps. */
  check(): void;
};
