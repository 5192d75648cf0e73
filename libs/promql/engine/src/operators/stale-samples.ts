/** Stale markers where only samples count. */
import type { SampleBuffer } from '@chimera/tsdb-storage';

/** Closes the gaps that stale markers leave. */
export function removeStale(samples: SampleBuffer): void {
  if (!samples.hasStale) return;
  const { timestamps, values, stale, histograms, startTimestamps } = samples;
  let kept = 0;
  for (let i = 0; i < samples.count; i++) {
    if (stale[i] === 1) continue;
    timestamps[kept] = timestamps[i] as number;
    values[kept] = values[i] as number;
    if (histograms !== null) histograms[kept] = histograms[i] ?? null;
    if (startTimestamps !== null) startTimestamps[kept] = startTimestamps[i] as number;
    kept++;
  }
  samples.count = kept;
  samples.hasStale = false;
}
