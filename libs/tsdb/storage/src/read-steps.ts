/** `readSteps` in terms of `read`: for implementations without a faster way. */
import type { SampleBuffer } from './sample-buffer.ts';
import type { StepColumn } from './step-column.ts';
import type { StepGrid } from './step-grid.ts';

/** Fills `out` from `samples`, which must hold all samples in (first step - lookbackMs, last step]. */
export function stepsFromSamples(samples: SampleBuffer, grid: StepGrid, lookbackMs: number, out: StepColumn): void {
  const { timestamps, values, stale, hasStale, count, histograms } = samples;
  out.histograms = histograms === null ? null : new Array(grid.count).fill(null);
  let next = 0;
  for (let k = 0; k < grid.count; k++) {
    const t = grid.startMs + k * grid.stepMs;
    while (next < count && (timestamps[next] as number) <= t) next++;
    const newest = next - 1;
    const present =
      newest >= 0 && (timestamps[newest] as number) > t - lookbackMs && !(hasStale && stale[newest] === 1);
    out.present[k] = present ? 1 : 0;
    if (!present) continue;
    out.values[k] = values[newest] as number;
    if (out.timestamps !== null) out.timestamps[k] = timestamps[newest] as number;
    if (out.histograms !== null && histograms !== null) out.histograms[k] = histograms[newest] ?? null;
  }
}
