/** irate and idelta where the last two samples of the window are native histograms. */
import {
  compactHistogram,
  detectReset,
  divideHistogram,
  type Histogram,
  subtractHistograms,
} from '@chimera/tsdb-model';
import type { RangeInput } from './range-input.ts';
import { startedAnew } from './start-timestamps.ts';

/** From samples `last - 1` and `last`, both histograms; null where their schemas do not go together. */
export function histogramInstantChange(input: RangeInput, last: number, isCounter: boolean): Histogram | null {
  const { notes, samples } = input;
  const { timestamps, startTimestamps } = samples;
  const histograms = samples.histograms as (Histogram | null)[];
  const newest = histograms[last] as Histogram;
  const previous = histograms[last - 1] as Histogram;
  const gauges = (newest.counterResetHint === 'gauge' ? 1 : 0) + (previous.counterResetHint === 'gauge' ? 1 : 0);
  if (isCounter && gauges > 0) notes.add('notCounter');
  if (!isCounter && gauges < 2) notes.add('notGauge');
  let change = newest;
  const isReset =
    isCounter &&
    ((startTimestamps !== null && startedAnew(startTimestamps, timestamps, last)) || detectReset(newest, previous));
  if (!isReset) {
    const difference = subtractHistograms(newest, previous);
    if (difference === null) {
      notes.add('mixedSchemas');
      return null;
    }
    if (difference.boundsReconciled) notes.add('boundsSubtracted');
    change = difference.histogram;
  }
  const compact = compactHistogram({ ...change, counterResetHint: 'gauge' });
  if (!isCounter) return compact;
  return divideHistogram(compact, ((timestamps[last] as number) - (timestamps[last - 1] as number)) / 1_000);
}
