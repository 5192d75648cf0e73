/** rate, increase and delta of native histograms in `anchored` and `smoothed` ranges. */
import { compactHistogram, detectReset, divideHistogram, type Histogram, HistogramSum } from '@chimera/tsdb-model';
import { interpolateHistograms } from '../histogram-interpolation.ts';
import { histogramResets } from './histogram-resets.ts';
import { type HistogramWindow, histogramAt, schemasMix } from './histogram-windows.ts';
import type { RangeInput } from './range-input.ts';

/** `isCounter` corrects for resets; `perSecond` divides by the range. */
export function extendedHistogramChange(isCounter: boolean, perSecond: boolean): HistogramWindow {
  let input: RangeInput;
  let resets: Uint8Array = new Uint8Array(0);
  return {
    load: (loaded) => {
      input = loaded;
      if (isCounter) resets = histogramResets(loaded.samples, null);
    },
    value: (first, end, k) => {
      const { notes } = input;
      const { timestamps } = input.samples;
      const smoothed = input.extension?.kind === 'smoothed';
      const last = end - 1;
      const endMs = input.firstEndMs + k * input.strideMs;
      const startMs = endMs - input.rangeMs;
      if (!isUniform(input, first, last, isCounter)) return null;
      const leftInterpolated = smoothed && (timestamps[first] as number) < startMs;
      const rightInterpolated = smoothed && last > 0 && last > first && (timestamps[last] as number) > endMs;
      const left = leftInterpolated ? between(input, first, startMs, isCounter) : histogramAt(input, first);
      const right = rightInterpolated ? between(input, last - 1, endMs, isCounter) : histogramAt(input, last);
      if (left === null || right === null) return null;
      if (!isCounter && (left.counterResetHint !== 'gauge' || right.counterResetHint !== 'gauge'))
        notes.add('notGauge');
      const change = new HistogramSum(right, false);
      change.subtract(left);
      if (change.boundsReconciled) notes.add('boundsSubtracted');
      change.boundsReconciled = false;
      if (isCounter) {
        // A reset that the left end was interpolated across is already made up for.
        const skip = leftInterpolated && resets[first + 1] === 1;
        addLost(input, change, skip ? first + 1 : first, skip ? null : left, last, right, resets);
        if (change.boundsReconciled) notes.add('boundsAdded');
      }
      const result = change.result();
      const divided = perSecond ? divideHistogram(result, input.rangeMs / 1_000) : result;
      return compactHistogram({ ...divided, counterResetHint: 'gauge' });
    },
  };
}

/** Whether all have the same kind of buckets; notes it when not, and gauges among counters. */
function isUniform(input: RangeInput, first: number, last: number, isCounter: boolean): boolean {
  const oldest = histogramAt(input, first);
  for (let i = first; i <= last; i++) {
    const histogram = histogramAt(input, i);
    if (schemasMix(histogram, oldest)) {
      input.notes.add('mixedSchemas');
      return false;
    }
    if (isCounter && histogram.counterResetHint === 'gauge') input.notes.add('notCounter');
  }
  return true;
}

/** The histogram at `t`, between sample `at` and the next. */
function between(input: RangeInput, at: number, t: number, isCounter: boolean): Histogram | null {
  const { timestamps } = input.samples;
  return interpolateHistograms(
    timestamps[at] as number,
    histogramAt(input, at),
    timestamps[at + 1] as number,
    histogramAt(input, at + 1),
    t,
    isCounter,
    input.notes,
  );
}

/**
 * Adds what was lost to resets after sample `from` and up to `right`, which stands for the last sample; `left`, when not
 * null, stands for sample `from`.
 */
function addLost(
  input: RangeInput,
  change: HistogramSum,
  from: number,
  left: Histogram | null,
  last: number,
  right: Histogram,
  resets: Uint8Array,
): void {
  if (from >= last) return;
  let previous = left ?? histogramAt(input, from);
  for (let i = from + 1; i < last; i++) {
    const current = histogramAt(input, i);
    const reset = i === from + 1 && left !== null ? detectReset(current, previous) : resets[i] === 1;
    if (reset) change.add(previous);
    previous = current;
  }
  if (detectReset(right, previous)) change.add(previous);
}
