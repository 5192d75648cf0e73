/** What OTLP ingestion may cost. */
export type OtlpLimits = {
  /** One export request after decompression, bytes; gRPC answers RESOURCE_EXHAUSTED beyond. */
  readonly maxMessageBytes: number;
  /** Data points of one request; gRPC answers RESOURCE_EXHAUSTED beyond, HTTP 413. */
  readonly maxPoints: number;
  /** Data points (by resource, metric and attributes) whose series are remembered from request to request. */
  readonly maxCachedPoints: number;
  /** Series of delta temporality whose running totals are kept. */
  readonly maxDeltaSeries: number;
};

export const DEFAULT_OTLP_LIMITS: OtlpLimits = {
  maxMessageBytes: 64 * 1024 * 1024,
  maxPoints: 10_000_000,
  maxCachedPoints: 500_000,
  maxDeltaSeries: 200_000,
};
