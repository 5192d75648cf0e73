/** How far the change between a window's first and last sample is stretched to the window's ends. */

/**
 * The factor (Prometheus' extrapolatedRate); times are Unix ms. `first` and `change` are the counter's value at the first
 * sample and its growth, which keep a counter from falling below zero; NaN for what is no counter. `counterStartMs`: the
 * counter is known to have started inside of the window, and `change` counts from there; else null.
 */
export function extrapolationFactor(
  startMs: number,
  endMs: number,
  firstMs: number,
  lastMs: number,
  intervals: number,
  first: number,
  change: number,
  counterStartMs: number | null,
): number {
  // In seconds, as Prometheus has them: the comparisons round the same way.
  let sampled = (lastMs - firstMs) / 1_000;
  const average = intervals > 0 ? sampled / intervals : 0;
  const threshold = average * 1.1;
  let toStart = (firstMs - startMs) / 1_000;
  let toEnd = (endMs - lastMs) / 1_000;
  if (counterStartMs !== null) {
    toStart = 0;
    sampled = (lastMs - counterStartMs) / 1_000;
  } else {
    if (toStart >= threshold) toStart = average / 2;
    if (change > 0 && first >= 0) {
      const toZero = sampled * (first / change);
      if (toZero < toStart) toStart = toZero;
    }
  }
  if (toEnd >= threshold) toEnd = average / 2;
  return sampled === 0 ? 1 : (sampled + toStart + toEnd) / sampled;
}
