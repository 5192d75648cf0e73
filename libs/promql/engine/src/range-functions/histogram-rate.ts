/** rate, increase and delta of native histograms: the change over the window, extrapolated to its ends. */
import {
  addHistograms,
  compactHistogram,
  copyToSchema,
  emptyHistogram,
  type Histogram,
  HistogramSum,
  multiplyHistogram,
  usesCustomBuckets,
} from '@chimera/tsdb-model';
import { extrapolationFactor, startInside } from './extrapolation.ts';
import { histogramResets } from './histogram-resets.ts';
import { type HistogramWindow, histogramAt, schemasMix } from './histogram-windows.ts';
import type { RangeInput } from './range-input.ts';
import { overlapCounts, startedAnew } from './start-timestamps.ts';

/** `isCounter` corrects for resets and never extrapolates below zero; `perSecond` divides by the range. */
export function histogramChange(isCounter: boolean, perSecond: boolean): HistogramWindow {
  let input: RangeInput;
  let starts: Float64Array | null = null;
  let resets: Uint8Array = new Uint8Array(0);
  let overlaps: Int32Array | null = null;
  return {
    load: (loaded) => {
      input = loaded;
      const { samples } = input;
      starts = isCounter ? samples.startTimestamps : null;
      if (isCounter) resets = histogramResets(samples, starts);
      overlaps = starts === null ? null : overlapCounts(starts, samples.timestamps, samples.count);
    },
    value: (first, end, k) => {
      const { rangeMs, notes } = input;
      const { timestamps } = input.samples;
      const last = end - 1;
      const endMs = input.firstEndMs + k * input.strideMs;
      const startMs = endMs - rangeMs;
      const firstMs = timestamps[first] as number;
      const firstHistogram = histogramAt(input, first);
      let change: Histogram | null = null;
      if (last > first) {
        change = isCounter ? counterChange(input, first, last, resets, starts) : gaugeChange(input, first, last);
        if (overlaps !== null && (overlaps[last] as number) > (overlaps[first] as number)) notes.add('startOverlap');
        if (change === null) return null;
      }
      const counterStartMs = starts === null ? 0 : startInside(starts[first] as number, startMs, firstMs);
      const startsInside = counterStartMs !== 0;
      if (startsInside && change !== null) {
        const sum = addHistograms(change, firstHistogram);
        if (sum === null) {
          notes.add('mixedSchemas');
          return null;
        }
        if (sum.boundsReconciled) notes.add('boundsAdded');
        change = sum.histogram;
      } else if (startsInside) change = firstHistogram;
      if (change === null) return null;
      const factor = extrapolationFactor(
        startMs,
        endMs,
        firstMs,
        timestamps[last] as number,
        last - first,
        isCounter ? firstHistogram.count : Number.NaN,
        isCounter ? change.count : Number.NaN,
        counterStartMs,
      );
      return multiplyHistogram(change, perSecond ? factor / (rangeMs / 1_000) : factor);
    },
  };
}

/** The growth of a counter from sample `first` to `last`, resets made up for; null where the schemas do not go together. */
function counterChange(
  input: RangeInput,
  first: number,
  last: number,
  resets: Uint8Array,
  starts: Float64Array | null,
): Histogram | null {
  const { notes } = input;
  const newest = histogramAt(input, last);
  const oldest = histogramAt(input, first);
  const second = histogramAt(input, first + 1);
  let hasGauge = oldest.counterResetHint === 'gauge' || newest.counterResetHint === 'gauge';
  // After a reset the first sample does not matter, nor does its layout.
  const withoutFirst = resets[first + 1] === 1;
  const base = withoutFirst ? emptyHistogram(second.schema, second.customValues) : oldest;
  if (schemasMix(newest, base)) {
    if (hasGauge) notes.add('notCounter');
    notes.add('mixedSchemas');
    return null;
  }
  let { schema } = newest.schema < base.schema ? newest : base;
  for (let i = first + 1; i < last; i++) {
    const between = histogramAt(input, i);
    if (between.counterResetHint === 'gauge') hasGauge = true;
    if (schemasMix(between, base)) {
      notes.add('mixedSchemas');
      return null;
    }
    if (between.schema < schema) schema = between.schema;
  }
  if (hasGauge) notes.add('notCounter');
  const sum = new HistogramSum(copyToSchema(newest, schema), false);
  sum.subtract(base);
  if (sum.boundsReconciled) notes.add('boundsSubtracted');
  sum.boundsReconciled = false;
  for (let i = first + 1; i <= last; i++) {
    if (i === first + 1 && withoutFirst) {
      if (tellsOfReset(input, i, starts)) sum.add(base);
    } else if (resets[i] === 1) sum.add(histogramAt(input, i - 1));
  }
  if (sum.boundsReconciled) notes.add('boundsAdded');
  return compactHistogram({ ...sum.result(), counterResetHint: 'gauge' });
}

/** Whether a reset is known without looking at the buckets. */
function tellsOfReset(input: RangeInput, index: number, starts: Float64Array | null): boolean {
  if (histogramAt(input, index).counterResetHint === 'reset') return true;
  return starts !== null && startedAnew(starts, input.samples.timestamps, index);
}

/** The difference of the window's ends; null where their schemas do not go together. */
function gaugeChange(input: RangeInput, first: number, last: number): Histogram | null {
  const { notes } = input;
  const newest = histogramAt(input, last);
  const oldest = histogramAt(input, first);
  if (schemasMix(newest, oldest)) {
    notes.add('mixedSchemas');
    return null;
  }
  const schema = Math.min(newest.schema, oldest.schema);
  const sum = new HistogramSum(usesCustomBuckets(newest) ? newest : copyToSchema(newest, schema), false);
  sum.subtract(oldest);
  if (sum.boundsReconciled) notes.add('boundsSubtracted');
  if (oldest.counterResetHint !== 'gauge' || newest.counterResetHint !== 'gauge') notes.add('notGauge');
  return compactHistogram({ ...sum.result(), counterResetHint: 'gauge' });
}
