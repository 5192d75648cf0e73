/**
 * What a counter lost to resets, for any run of its samples in constant time. Sums of the values before each reset are
 * kept as pairs (value and rounding error), so that their differences keep full precision whatever came before.
 */
import type { SampleBuffer } from '@chimera/tsdb-storage';
import { startedAnew } from './start-timestamps.ts';

export class ResetSums {
  /** Sum of what was lost up to and including sample i, and its rounding error. */
  private high: Float64Array = new Float64Array(0);
  private low: Float64Array = new Float64Array(0);
  /** With an infinite value lost, differences mean nothing: runs are scanned. */
  private scanned = false;
  private values: Float64Array = new Float64Array(0);

  private starts: Float64Array | null = null;
  private timestamps: Float64Array = new Float64Array(0);

  /** Prepares for a series; false when it has no resets. `starts`: its start timestamps, which tell of resets too. */
  find(samples: SampleBuffer, starts: Float64Array | null = null): boolean {
    const { values, timestamps, count } = samples;
    if (samples.resetFree && starts === null) return false;
    const first = nextReset(values, starts, timestamps, 1, count);
    if (first >= count) return false;
    this.values = values;
    this.starts = starts;
    this.timestamps = timestamps;
    if (this.high.length < count) {
      this.high = new Float64Array(values.length);
      this.low = new Float64Array(values.length);
    }
    const { high, low } = this;
    high.fill(0, 0, first);
    low.fill(0, 0, first);
    let sum = 0;
    let error = 0;
    for (let i = first; i < count; ) {
      const lost = values[i - 1] as number;
      const total = sum + lost;
      error += Math.abs(sum) >= Math.abs(lost) ? sum - total + lost : lost - total + sum;
      sum = total;
      const next = nextReset(values, starts, timestamps, i + 1, count);
      high.fill(sum, i, next);
      low.fill(error, i, next);
      i = next;
    }
    this.scanned = !Number.isFinite(sum + error);
    return true;
  }

  /** Sum of the values before each reset after sample `first`, up to and including sample `last`. */
  between(first: number, last: number): number {
    if (this.scanned) return this.scan(first, last);
    const { high, low } = this;
    return (high[last] as number) - (high[first] as number) + ((low[last] as number) - (low[first] as number));
  }

  private scan(first: number, last: number): number {
    const { values, starts, timestamps } = this;
    let sum = 0;
    for (let i = first + 1; i <= last; i++) {
      const previous = values[i - 1] as number;
      if ((values[i] as number) < previous || (starts !== null && startedAnew(starts, timestamps, i))) sum += previous;
    }
    return sum;
  }
}

/** Index of the first sample after a reset, `from` or later; `count` or more when there is none. */
function nextReset(
  values: Float64Array,
  starts: Float64Array | null,
  timestamps: Float64Array,
  from: number,
  count: number,
): number {
  let next = from;
  while (next < count && !((values[next] as number) < (values[next - 1] as number))) next++;
  if (starts === null) return next;
  for (let i = from; i < next; i++) if (startedAnew(starts, timestamps, i)) return i;
  return next;
}
