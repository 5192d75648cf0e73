/** What one remote-write request may cost. */
export type RemoteWriteLimits = {
  /** Of the body as sent, bytes; more is answered with 413. */
  readonly maxBodyBytes: number;
  /** Of the body after decompression, bytes; checked against the declared length before decompressing. */
  readonly maxDecodedBytes: number;
  /** Float samples and histograms of one request; more is answered with 413. */
  readonly maxSamples: number;
  /** Label sets whose series are remembered from request to request. */
  readonly maxCachedSeries: number;
};

export const DEFAULT_REMOTE_WRITE_LIMITS: RemoteWriteLimits = {
  maxBodyBytes: 32 * 1024 * 1024,
  maxDecodedBytes: 64 * 1024 * 1024,
  maxSamples: 10_000_000,
  maxCachedSeries: 1_000_000,
};
