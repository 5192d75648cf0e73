/** What one read request may cost. */
export type RemoteReadLimits = {
  /** Of the body as sent, bytes. */
  readonly maxBodyBytes: number;
  /** Of the body after decompression, bytes. */
  readonly maxDecodedBytes: number;
  readonly maxQueries: number;
  /** Samples of an answer of type SAMPLES, which is built in memory; Prometheus' default. */
  readonly maxSamples: number;
  /** Size of that answer before compression, bytes. */
  readonly maxResultBytes: number;
  /** A frame of streamed chunks ends when it is over this, bytes. */
  readonly maxFrameBytes: number;
  /** Requests that are answered at once; more are refused. */
  readonly maxConcurrent: number;
};

export const DEFAULT_REMOTE_READ_LIMITS: RemoteReadLimits = {
  maxBodyBytes: 1024 * 1024,
  maxDecodedBytes: 4 * 1024 * 1024,
  maxQueries: 1_000,
  maxSamples: 50_000_000,
  maxResultBytes: 256 * 1024 * 1024,
  maxFrameBytes: 1024 * 1024,
  maxConcurrent: 10,
};
