/** How far the change between a window's first and last sample is stretched to the window's ends. */

/**
 * The factor (Prometheus' extrapolatedRate); times are Unix ms. `first` and `change` are the counter's value at the first
 * sample and its growth, which keep a counter from falling below zero; NaN for what is no counter. `counterStartMs`: when
 * not 0, the counter is known to have started then, inside of the window, and `change` counts from there.
 */
export function extrapolationFactor(
  startMs: number,
  endMs: number,
  firstMs: number,
  lastMs: number,
  intervals: number,
  first: number,
  change: number,
  counterStartMs: number,
): number {
  // In seconds, as Prometheus has them: the comparisons round the same way.
  let sampled = (lastMs - firstMs) / 1_000;
  const average = intervals > 0 ? sampled / intervals : 0;
  const threshold = average * 1.1;
  let toStart = (firstMs - startMs) / 1_000;
  let toEnd = (endMs - lastMs) / 1_000;
  if (counterStartMs !== 0) {
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

/** The start timestamp of a window's first sample where it lies inside of the window and before the sample, else 0. */
export function startInside(counterStartMs: number, startMs: number, firstMs: number): number {
  return counterStartMs > startMs && counterStartMs < firstMs ? counterStartMs : 0;
}
