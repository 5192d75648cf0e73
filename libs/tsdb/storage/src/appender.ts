/**
 * The contract between ingestion and the store: all protocols end here. One writer; calls are synchronous, and what was
 * accepted is visible to every querier opened after the call returns. Refusals are return values, not exceptions.
 */
import type { Histogram, Labels, MetricMetadata } from '@chimera/tsdb-model';
import type { Exemplar } from './exemplar.ts';

/** Identifies a series until the store drops it; `appender.isLive(ref)` tells. A non-negative integer. */
export type SeriesRef = number;

export type RejectReason =
  /** Older than the newest sample of the series by more than the out-of-order window. */
  | 'out_of_order'
  /** Same timestamp as an existing sample, another value. */
  | 'duplicate_timestamp'
  /** Older than the retention. */
  | 'too_old'
  /** Too far ahead of the server's clock. */
  | 'too_new'
  /** A new series over the series limit. */
  | 'series_limit'
  /** A new series, and the memory cap is reached. */
  | 'memory_limit'
  /** Missing or malformed name, label name not UTF-8, duplicate label names. */
  | 'invalid_labels'
  /** A new series with more labels than the limit. */
  | 'too_many_labels'
  /** A new series with a label name, or value, longer than the limit. */
  | 'label_name_too_long'
  | 'label_value_too_long'
  /** A histogram whose parts contradict each other: bounds that do not ascend, counts that do not match them. */
  | 'invalid_histogram'
  /** The store is shutting down. */
  | 'draining';

/** Why the store refused a series or a sample; `message` names it and says what to do. */
export type Rejection = { readonly reason: RejectReason; readonly message: string };

/** Counts of one request, added to by each append; the caller owns it. */
export class AppendCounts {
  accepted = 0;
  rejected = 0;
  readonly byReason = new Map<RejectReason, number>();
  /** The first refusal, for the answer to the client. */
  firstRejection: Rejection | null = null;

  reject(rejection: Rejection, samples = 1): void {
    if (samples === 0) return;
    this.rejected += samples;
    this.byReason.set(rejection.reason, (this.byReason.get(rejection.reason) ?? 0) + samples);
    this.firstRejection ??= rejection;
  }
}

export interface Appender {
  /** The ref of the series, created when new; a {@link Rejection} when it may not be. Labels must be sorted. */
  series(labels: Labels): SeriesRef | Rejection;
  isLive(ref: SeriesRef): boolean;
  /**
   * Appends samples `from` to `to` (excluded) of the columns: Unix ms, integral, any order. The values' bits count: a
   * stale marker is recognised by its two words, so fill the array by bytes, not by numbers.
   */
  append(
    ref: SeriesRef,
    timestamps: Float64Array,
    values: Float64Array,
    from: number,
    to: number,
    counts: AppendCounts,
  ): void;
  /** As `append`, with timestamps startMs + i * stepMs for sample `from + i`: the bulk path. */
  appendRegular(
    ref: SeriesRef,
    startMs: number,
    stepMs: number,
    values: Float64Array,
    from: number,
    to: number,
    counts: AppendCounts,
  ): void;
  /** Appends one native histogram sample. It is read back with the counter reset hint of `storedHint`. */
  appendHistogram(ref: SeriesRef, timestampMs: number, histogram: Histogram, counts: AppendCounts): void;
  /**
   * Keeps an exemplar of a live series; null when it was kept or is there already. A refusal is no reason to refuse the
   * samples beside it. Absent: this store keeps none.
   */
  appendExemplar?(ref: SeriesRef, exemplar: Exemplar): Rejection | null;
  /**
   * The start timestamp of the sample that the series has at `timestampMs`: since when it counts, Unix ms; 0 is unknown.
   * Call it after the append. Absent: the store keeps none.
   */
  setStartTimestamp?(ref: SeriesRef, timestampMs: number, startTimestampMs: number): void;
  /** Remembers type, help and unit of a metric family; the last word wins. */
  metadata(family: string, metadata: MetricMetadata): void;
}
