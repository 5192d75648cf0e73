/** What is done with the times since when values count, which Prometheus calls created or start timestamps. */
import { type Histogram } from '@chimera/tsdb-model';
import { AppendCounts, type Appender, type SeriesRef } from '@chimera/tsdb-storage';

export type StartOptions = {
  /** Kept beside each sample: 16 bytes each. */
  readonly keep: boolean;
  /** A series whose start is new gets a zero then: Prometheus' created-timestamp-zero-ingestion. */
  readonly zeroIngestion: boolean;
};

const time = new Float64Array(1);
const zero = new Float64Array(1);
const NOTHING = new Float64Array(0);

/** Nobody sent these: refusals (too old, a sample there already) are nobody's. `like`: the series has native histograms. */
export function zeroAtStart(appender: Appender, refs: readonly SeriesRef[], startMs: number, like?: Histogram): void {
  const counts = new AppendCounts();
  time[0] = startMs;
  for (const ref of refs) {
    if (like === undefined) appender.append(ref, time, zero, 0, 1, counts);
    else appender.appendHistogram(ref, startMs, emptyLike(like), counts);
  }
}

function emptyLike({ schema, zeroThreshold, customValues }: Histogram): Histogram {
  return {
    ...{ schema, zeroThreshold, customValues, counterResetHint: 'unknown', zeroCount: 0, count: 0, sum: 0 },
    ...{ positiveSpans: [], negativeSpans: [], positiveBuckets: NOTHING, negativeBuckets: NOTHING },
  };
}
