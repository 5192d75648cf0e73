/** stddev_over_time and stdvar_over_time: means and squared deviations, merged pairwise (Chan, Golub, LeVeque). */
import type { RangeKernel } from './kernel.ts';
import { type SlidingAggregate, scratchOf, slidingKernel } from './sliding.ts';

export const stdvarOverTime = (): RangeKernel => slidingKernel(slidingVariance(false));

export const stddevOverTime = (): RangeKernel => slidingKernel(slidingVariance(true));

function slidingVariance(root: boolean): SlidingAggregate {
  let values: Float64Array = new Float64Array(0);
  // Of samples i to the pivot.
  let means: Float64Array = new Float64Array(0);
  let squares: Float64Array = new Float64Array(0);
  let pivot = 0;
  let runningMean = 0;
  let runningSquares = 0;
  return {
    minSamples: 1,
    load: ({ samples }) => {
      values = samples.values;
      means = scratchOf(means, samples.count);
      squares = scratchOf(squares, samples.count);
    },
    restart: (first, end) => {
      let mean = 0;
      let square = 0;
      for (let i = end - 1; i >= first; i--) {
        const delta = (values[i] as number) - mean;
        mean += delta / (end - i);
        square += delta * ((values[i] as number) - mean);
        means[i] = mean;
        squares[i] = square;
      }
      pivot = end;
      runningMean = 0;
      runningSquares = 0;
    },
    extend: (first, end) => {
      for (let i = first; i < end; i++) {
        const delta = (values[i] as number) - runningMean;
        runningMean += delta / (i - pivot + 1);
        runningSquares += delta * ((values[i] as number) - runningMean);
      }
    },
    result: (first, end) => {
      const before = pivot - first;
      const after = end - pivot;
      const n = end - first;
      const delta = runningMean - (means[first] as number);
      const between = after === 0 ? 0 : delta * delta * ((before * after) / n);
      const variance = ((squares[first] as number) + runningSquares + between) / n;
      return root ? Math.sqrt(variance) : variance;
    },
  };
}
