/** The series `target_info`: a constant 1 whose labels are what else is known of a resource. */
import { AppendCounts, type Appender } from '@chimera/tsdb-storage';
import type { ResourceContext } from './resource.ts';

/** Half the default lookback delta: whatever is asked about a time in between finds a sample. */
const INTERVAL_MS = 150_000;
/** A request whose points span more than this many intervals gets the latest ones. */
const MAX_SAMPLES = 1_000;

export class TargetInfo {
  readonly #appender: Appender;
  readonly #timestamps = new Float64Array(MAX_SAMPLES);
  readonly #ones = new Float64Array(MAX_SAMPLES).fill(1);

  constructor(appender: Appender) {
    this.#appender = appender;
  }

  /** Covers the time of a request's points; does nothing when there were none. Refusals are no data points: not told. */
  append(resource: ResourceContext, earliestMs: number, latestMs: number): void {
    if (resource.targetInfo === null || earliestMs > latestMs) return;
    if (resource.targetInfoRef === null || !this.#appender.isLive(resource.targetInfoRef)) {
      const ref = this.#appender.series(resource.targetInfo);
      if (typeof ref !== 'number') return;
      resource.targetInfoRef = ref;
    }
    const count = Math.min(MAX_SAMPLES, Math.ceil((latestMs - earliestMs) / INTERVAL_MS) + 1);
    for (let i = 0; i < count; i++)
      this.#timestamps[i] = Math.max(earliestMs, latestMs - (count - 1 - i) * INTERVAL_MS);
    this.#appender.append(resource.targetInfoRef, this.#timestamps, this.#ones, 0, count, new AppendCounts());
  }
}
