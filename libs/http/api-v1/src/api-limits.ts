/** Bounds of one request; each has a flag in the server and an error that names it. */
export type ApiLimits = {
  /** Longest query or selector text, UTF-16 units. */
  readonly maxQueryLength: number;
  /** Most steps of a range query; Prometheus has 11,000. */
  readonly maxPointsPerSeries: number;
  /** Largest answer before compression, bytes. */
  readonly maxResultBytes: number;
  /** Longest evaluation, milliseconds; `timeout` may only lower it. */
  readonly timeoutMs: number;
};

export const DEFAULT_API_LIMITS: ApiLimits = {
  maxQueryLength: 100_000,
  maxPointsPerSeries: 11_000,
  maxResultBytes: 256 * 1024 * 1024,
  timeoutMs: 120_000,
};
