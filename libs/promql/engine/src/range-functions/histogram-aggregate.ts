/** sum_over_time and avg_over_time of native histograms. */
import { type Histogram, HistogramMean, HistogramSum } from '@chimera/tsdb-model';
import { type HistogramWindow, histogramAt } from './histogram-windows.ts';
import type { RangeInput } from './range-input.ts';

export const histogramSums = (): HistogramWindow => combining((first) => new HistogramSum(first, true));

export const histogramMeans = (): HistogramWindow => combining((first) => new HistogramMean(first));

function combining(start: (first: Histogram) => HistogramSum | HistogramMean): HistogramWindow {
  let input: RangeInput;
  return {
    load: (loaded) => {
      input = loaded;
    },
    value: (first, end) => {
      const { notes } = input;
      const total = start(histogramAt(input, first));
      for (let i = first + 1; i < end; i++) {
        if (total.add(histogramAt(input, i))) continue;
        notes.add('mixedSchemas');
        return null;
      }
      if (total.counterResetCollision) notes.add('resetCollision');
      if (total.boundsReconciled) notes.add('boundsAggregated');
      return total.result();
    },
  };
}
