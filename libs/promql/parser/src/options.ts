/** Which experimental syntax a parser accepts. */

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
};

/** Everything on, as Prometheus' own test scripts run. */
export const ALL_FEATURES: ParseOptions = {
  experimentalFunctions: true,
  durationExpressions: true,
  extendedRangeSelectors: true,
  binopFillModifiers: true,
};
