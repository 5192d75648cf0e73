/** Native histograms between two samples, for `smoothed`. */
import { detectReset, type Histogram, HistogramSum, multiplyHistogram, subtractHistograms } from '@chimera/tsdb-model';
import type { RangeNotes } from './range-functions/range-notes.ts';

/**
 * The histogram at `t`, between samples at `beforeMs` and `afterMs`; a counter that was reset is taken to have restarted
 * at zero. Null, and noted, where one has exponential and the other custom buckets.
 */
export function interpolateHistograms(
  beforeMs: number,
  before: Histogram,
  afterMs: number,
  after: Histogram,
  t: number,
  isCounter: boolean,
  notes: RangeNotes,
): Histogram | null {
  if (t === beforeMs) return before;
  if (t === afterMs) return after;
  const fraction = (t - beforeMs) / (afterMs - beforeMs);
  if (isCounter && detectReset(after, before)) return multiplyHistogram(after, fraction);
  const difference = subtractHistograms(after, before);
  if (difference === null) {
    notes.add('mixedSchemas');
    return null;
  }
  if (difference.boundsReconciled) notes.add('boundsSubtracted');
  const sum = new HistogramSum(multiplyHistogram(difference.histogram, fraction), false);
  sum.add(before);
  if (sum.boundsReconciled) notes.add('boundsAdded');
  return sum.result();
}
