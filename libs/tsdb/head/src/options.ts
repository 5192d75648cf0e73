/** What can be set about the head; all have defaults. */

export type HeadOptions = {
  /** Unix time, milliseconds. Default: the system's clock. */
  readonly now?: () => number;
  /** Samples older than this are dropped by `maintain`, and refused as too_old. Default 15 days; Infinity keeps all. */
  readonly retentionMs?: number;
  /** Soft cap of the shared memory. Default Infinity: none. */
  readonly maxMemoryBytes?: number;
  /** Series that may live at once; at most 4,194,304. Default 1,000,000. */
  readonly maxSeries?: number;
  /** How far behind the newest sample of its series a new sample may be. Default 30 minutes. */
  readonly outOfOrderWindowMs?: number;
  /** How far ahead of the clock a sample may be, as Prometheus allows. Default 10 minutes; Infinity allows any. */
  readonly futureToleranceMs?: number;
  /** How long a series without samples keeps its place. Default 5 minutes. */
  readonly emptySeriesGraceMs?: number;
  /** Default 64. */
  readonly maxLabels?: number;
  /** In UTF-8 bytes. Default 1,024. */
  readonly maxLabelNameBytes?: number;
  /** In UTF-8 bytes. Default 4,096. */
  readonly maxLabelValueBytes?: number;
  /** Families that metadata is kept of; the oldest goes first. Default 10,000. */
  readonly maxMetadataFamilies?: number;
  /** Exemplars that are kept in all; 0: none. Default 100,000 (some 20 MB). */
  readonly maxExemplars?: number;
  /** Exemplars that are kept of one series. Default 100. */
  readonly maxExemplarsPerSeries?: number;
};

export type HeadLimits = { readonly [K in keyof HeadOptions]-?: NonNullable<HeadOptions[K]> };

export function headLimits(options: HeadOptions): HeadLimits {
  return {
    now: Date.now,
    retentionMs: 15 * 86_400_000,
    maxMemoryBytes: Number.POSITIVE_INFINITY,
    maxSeries: 1_000_000,
    outOfOrderWindowMs: 30 * 60_000,
    futureToleranceMs: 10 * 60_000,
    emptySeriesGraceMs: 5 * 60_000,
    maxLabels: 64,
    maxLabelNameBytes: 1_024,
    maxLabelValueBytes: 4_096,
    maxMetadataFamilies: 10_000,
    maxExemplars: 100_000,
    maxExemplarsPerSeries: 100,
    ...options,
  };
}
