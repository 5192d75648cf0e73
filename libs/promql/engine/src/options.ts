/** Engine options: what a Prometheus server sets by flags and features. */
export type EngineOptions = {
  /** How far an instant selector looks back, milliseconds. */
  readonly lookbackDeltaMs: number;
  /** Most samples that a query may hold at once. */
  readonly maxSamples: number;
  /** Longest evaluation, milliseconds. */
  readonly timeoutMs: number;
  /** Step of a subquery that names none, milliseconds. */
  readonly defaultSubqueryStepMs: number;
  readonly delayedNameRemoval: boolean;
  readonly startTimestamps: boolean;
  readonly experimentalFunctions: boolean;
  readonly durationExpressions: boolean;
  readonly extendedRangeSelectors: boolean;
  readonly binopFillModifiers: boolean;
  readonly typeAndUnitLabels: boolean;
  /** Count the samples of each step, for the result's statistics. */
  readonly stepStats: boolean;
};

/** As a Prometheus 3 server starts without flags. */
export const DEFAULT_ENGINE_OPTIONS: EngineOptions = {
  lookbackDeltaMs: 300_000,
  maxSamples: 50_000_000,
  timeoutMs: 120_000,
  defaultSubqueryStepMs: 60_000,
  delayedNameRemoval: false,
  startTimestamps: false,
  experimentalFunctions: false,
  durationExpressions: true,
  extendedRangeSelectors: false,
  binopFillModifiers: false,
  typeAndUnitLabels: false,
  stepStats: false,
};

/** How a running query is watched. */
export type QueryControl = {
  /** Unix ms; `time()` does not use it, deadlines do. */
  now(): number;
  /** Looked at between series and every few thousand steps; true ends the query with type 'canceled'. */
  isCancelled(): boolean;
};
