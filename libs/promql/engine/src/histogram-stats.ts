/** Native histograms without their buckets, for selectors of which only counts and sums are asked (stats-selectors.ts). */
import { detectReset, emptyHistogram, type Histogram } from '@chimera/tsdb-model';
import type { SampleBuffer } from '@chimera/tsdb-storage';

/** Which samples are looked at one after another: those up to `firstMs + k * strideMs`, from `reachMs` before on. */
export type Reach = {
  readonly firstMs: number;
  readonly strideMs: number;
  readonly count: number;
  /** How far each step looks back, milliseconds; the first one perhaps farther. */
  readonly reachMs: number;
  readonly firstReachMs: number;
};

/**
 * Replaces the histograms of `samples` by their stats. An unknown hint becomes what a comparison with the histogram before
 * says, where both are looked at in one go: without buckets it could not be found out later. Samples that no step reaches
 * keep their buckets; nothing looks at them.
 */
export function keepStats(samples: SampleBuffer, reach: Reach): void {
  const { timestamps, histograms, count } = samples;
  if (histograms === null) return;
  const all = histograms.slice(0, count);
  samples.histograms = all.slice();
  let next = 0;
  let seen = -1;
  let previous: Histogram | null = null;
  const look = (i: number): void => {
    const histogram = all[i] ?? null;
    if (i === seen || histogram === null) return;
    seen = i;
    const counterResetHint = hintAfter(histogram, previous);
    previous = { ...histogram, counterResetHint };
    (samples.histograms as (Histogram | null)[])[i] = statsOf(histogram, counterResetHint);
  };
  let t = reach.firstMs;
  for (let k = 0; k < reach.count; k++, t += reach.strideMs) {
    const fromMs = t - (k === 0 ? reach.firstReachMs : reach.reachMs);
    if (k === 0 || (next < count && (timestamps[next] as number) < fromMs)) {
      while (next < count && (timestamps[next] as number) < fromMs) next++;
      previous = null;
    }
    for (; next < count && (timestamps[next] as number) < t; next++) look(next);
    if (next < count && timestamps[next] === t) look(next);
  }
}

function hintAfter(histogram: Histogram, previous: Histogram | null): Histogram['counterResetHint'] {
  if (histogram.counterResetHint !== 'unknown' || previous === null) return histogram.counterResetHint;
  return detectReset(histogram, previous) ? 'reset' : 'not_reset';
}

function statsOf({ schema, count, sum }: Histogram, counterResetHint: Histogram['counterResetHint']): Histogram {
  return { ...emptyHistogram(schema), counterResetHint, count, sum };
}
