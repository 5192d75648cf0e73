/** Which experimental syntax a parser accepts, and its limits. */

/** All flags are off unless given: then the syntax is refused with Prometheus' message. */
export type ParseOptions = {
  /** Functions and aggregations marked experimental (`--enable-feature=promql-experimental-functions`). */
  readonly experimentalFunctions?: boolean;
  /** Arithmetic, `step()`, `range()`, `min_of`, `max_of` in durations (`promql-duration-expr`). */
  readonly durationExpressions?: boolean;
  /** `anchored` and `smoothed` (`promql-extended-range-selectors`). */
  readonly extendedRangeSelectors?: boolean;
  /** `fill`, `fill_left`, `fill_right` (`promql-binop-fill-modifiers`). */
  readonly binopFillModifiers?: boolean;
  /** How many levels deep the syntax tree may be; {@link DEFAULT_MAX_DEPTH} when not given. */
  readonly maxDepth?: number;
};

/** Deep enough for generated queries, shallow enough for recursion over the tree in every JavaScript engine. */
export const DEFAULT_MAX_DEPTH = 1_000;

/** Everything on, as Prometheus' own test scripts run. */
export const ALL_FEATURES: ParseOptions = {
  experimentalFunctions: true,
  durationExpressions: true,
  extendedRangeSelectors: true,
  binopFillModifiers: true,
};
