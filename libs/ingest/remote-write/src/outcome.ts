/** What became of one request. */
import type { AppendCounts } from '@chimera/tsdb-storage';

export type RemoteWriteOutcome = {
  /** Float samples and histograms together. */
  readonly counts: AppendCounts;
  readonly histogramsAccepted: number;
  /** Metric families described. */
  readonly metadata: number;
  /** Kept by the store. */
  readonly exemplars: number;
};
