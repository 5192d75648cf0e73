/** Counter resets between neighbouring histograms of a series, found once for all windows. */
import { detectReset } from '@chimera/tsdb-model';
import type { SampleBuffer } from '@chimera/tsdb-storage';
import { startedAnew } from './start-timestamps.ts';

/** 1 where sample i is a histogram after a reset of the one before it; 0 where either is a float. `starts`: start timestamps. */
export function histogramResets(samples: SampleBuffer, starts: Float64Array | null): Uint8Array {
  const { histograms, timestamps, count } = samples;
  const resets = new Uint8Array(count);
  if (histograms === null) return resets;
  for (let i = 1; i < count; i++) {
    const [previous, current] = [histograms[i - 1] ?? null, histograms[i] ?? null];
    if (previous === null || current === null) continue;
    const reset = (starts !== null && startedAnew(starts, timestamps, i)) || detectReset(current, previous);
    resets[i] = reset ? 1 : 0;
  }
  return resets;
}
