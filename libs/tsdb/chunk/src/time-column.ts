/** The timestamps of one chunk to be, measured against the regular grid that fits them best. */
import { invariant } from '@chimera/errors';

export class TimeColumn {
  timestamps: Float64Array | null = null;
  from = 0;
  count = 0;
  startMs = 0;
  endMs = 0;
  stepMs = 0;
  /** Smallest and largest distance from startMs + i * stepMs, ms. */
  minSlack = 0;
  maxSlack = 0;
  /** Whether all times are whole milliseconds: if not, only raw floats hold them. */
  integral = true;

  /** Times startMs + i * stepMs. */
  loadRegular(startMs: number, stepMs: number, count: number): void {
    invariant(count === 1 || stepMs > 0, `BUG: the step of a chunk must be positive; got ${stepMs}`);
    this.timestamps = null;
    this.from = 0;
    this.count = count;
    this.startMs = startMs;
    this.stepMs = count === 1 ? 0 : stepMs;
    this.endMs = startMs + (count - 1) * this.stepMs;
    this.minSlack = 0;
    this.maxSlack = 0;
    this.integral = true;
  }

  /** Times `from` to `to` (excluded), strictly ascending. */
  load(timestamps: Float64Array, from: number, to: number): void {
    const count = to - from;
    const startMs = timestamps[from];
    const endMs = timestamps[to - 1];
    const stepMs = count === 1 ? 0 : Math.max(1, Math.round((endMs - startMs) / (count - 1)));
    let min = 0;
    let max = 0;
    let integral = true;
    let previous = -Infinity;
    for (let i = 0; i < count; i++) {
      const t = timestamps[from + i];
      if (!(t > previous)) invariant(false, `BUG: timestamps of a chunk must ascend; got ${previous} and ${t}`);
      previous = t;
      if (t !== Math.floor(t)) integral = false;
      const slack = t - (startMs + i * stepMs);
      if (slack < min) min = slack;
      if (slack > max) max = slack;
    }
    this.timestamps = timestamps;
    this.from = from;
    this.count = count;
    this.startMs = startMs;
    this.endMs = endMs;
    this.stepMs = stepMs;
    this.minSlack = min;
    this.maxSlack = max;
    this.integral = integral;
  }

  /** Whether sample i lies exactly at startMs + i * stepMs. */
  get regular(): boolean {
    return this.minSlack === 0 && this.maxSlack === 0;
  }
}
