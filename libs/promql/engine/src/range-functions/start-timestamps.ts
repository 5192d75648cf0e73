/** What start timestamps (when a counter began to count) say about resets. Unix ms, 0 where unknown. */

/** Whether the counter started anew between two samples (Prometheus' rules for start timestamps). */
export function isStartReset(previousStart: number, previousMs: number, start: number, t: number): boolean {
  // Unknown, impossible, or OpenTelemetry's mark of an unknown start (the sample's own time).
  if (start === 0 || start >= t) return false;
  if (start !== previousMs) return start > previousMs;
  // It started at the previous sample: so do deltas, and cumulative series whose first sample had no known start.
  return previousStart !== 0 && previousStart < previousMs;
}

/** {@link isStartReset} of sample i, 1 or more, and the one before it. */
export function startedAnew(starts: Float64Array, timestamps: Float64Array, i: number): boolean {
  return isStartReset(
    starts[i - 1] as number,
    timestamps[i - 1] as number,
    starts[i] as number,
    timestamps[i] as number,
  );
}

/** Whether a sample claims to have counted since before the previous sample, from another start. */
export function overlapsPrevious(previousStart: number, previousMs: number, start: number): boolean {
  return start !== 0 && start < previousMs && start !== previousStart;
}

/** Prefix counts: how many of the samples 1 to i overlap the one before. Null when none does. */
export function overlapCounts(starts: Float64Array, timestamps: Float64Array, count: number): Int32Array | null {
  const counts = new Int32Array(count);
  let total = 0;
  for (let i = 1; i < count; i++) {
    if (overlapsPrevious(starts[i - 1] as number, timestamps[i - 1] as number, starts[i] as number)) total++;
    counts[i] = total;
  }
  return total === 0 ? null : counts;
}
