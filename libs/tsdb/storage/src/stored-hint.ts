/** What a store says of counter resets when it reads a native histogram back. */
import { type CounterResetHint, detectReset, equalBounds, type Histogram } from '@chimera/tsdb-model';

/**
 * The hint to keep with a histogram that comes after `previous`, the series' sample just before it: null when there is
 * none, or it is a float or a stale marker. As in Prometheus, whose chunks begin anew where a counter did: `not_reset` when
 * the two are comparable and nothing fell, `unknown` otherwise, whatever the sender said, so that queries look for
 * themselves; a gauge stays one.
 */
export function storedHint(histogram: Histogram, previous: Histogram | null): CounterResetHint {
  if (histogram.counterResetHint === 'gauge') return 'gauge';
  if (previous === null || previous.counterResetHint === 'gauge') return 'unknown';
  if (histogram.counterResetHint === 'reset') return 'unknown';
  const comparable =
    histogram.schema === previous.schema &&
    histogram.zeroThreshold === previous.zeroThreshold &&
    equalBounds(histogram.customValues, previous.customValues);
  if (!comparable) return 'unknown';
  return detectReset(withHint(histogram, 'unknown'), previous) ? 'unknown' : 'not_reset';
}

/** The same histogram with another hint. */
export function withHint(histogram: Histogram, counterResetHint: CounterResetHint): Histogram {
  return histogram.counterResetHint === counterResetHint ? histogram : { ...histogram, counterResetHint };
}
