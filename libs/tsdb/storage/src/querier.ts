/**
 * The contract between the PromQL engine and whatever stores samples. The engine knows nothing else: an implementation
 * may sit on shared memory, or on a distributed store (then `select` fetches, and reads are local).
 *
 * Units: times are Unix milliseconds. Lifetime: a querier sees at least all samples acknowledged before it was opened;
 * it and its series sets are valid until `close`. Series sets are read by one caller at a time.
 */
import type { Labels, Matcher } from '@chimera/tsdb-model';
import type { SampleBuffer } from './sample-buffer.ts';
import type { StepColumn } from './step-column.ts';
import type { StepGrid } from './step-grid.ts';

/** Both ends included. */
export type TimeRange = { readonly minMs: number; readonly maxMs: number };

export interface Querier {
  /**
   * The series that satisfy all matchers and may have samples in the range. At least one matcher excludes the empty
   * value (the parser sees to it). Throws RegexError for a bad pattern.
   */
  select(matchers: readonly Matcher[], range: TimeRange): Promise<SeriesSet>;
  /** Names of labels, sorted, of the series that satisfy any of the matcher sets (all series when there is none). */
  labelNames(matcherSets: readonly (readonly Matcher[])[], range: TimeRange): Promise<string[]>;
  /** Values of one label, sorted, likewise. */
  labelValues(name: string, matcherSets: readonly (readonly Matcher[])[], range: TimeRange): Promise<string[]>;
  /** Releases what the querier holds (memory that the writer may then reuse). */
  close(): void;
}

export interface SeriesSet {
  /** Label sets in no particular order; reads refer to them by index. */
  readonly labels: readonly Labels[];
  /**
   * Clears `out` and fills it with the samples of series `index` in `range` (both ends included), stale markers too.
   */
  read(index: number, range: TimeRange, out: SampleBuffer): void;
  /**
   * For each step t of `grid`: the newest sample in (t - lookbackMs, t], into `out` (out.count = grid.count); a step
   * with none, or whose newest is a stale marker, is absent. Fills `out.timestamps` when it is not null.
   */
  readSteps(index: number, grid: StepGrid, lookbackMs: number, out: StepColumn): void;
}

/** Opens queriers; what the engine and the HTTP API are given. */
export interface Queryable {
  querier(): Querier;
}
