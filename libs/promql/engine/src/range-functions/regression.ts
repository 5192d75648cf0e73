/** deriv and predict_linear: least squares through the window's samples. */
import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';
import { type SlidingAggregate, scratchOf, slidingKernel } from './sliding.ts';

/** Per second. */
export const deriv = (): RangeKernel => slidingKernel(slidingRegression(false));

/** The value that the line has `params[0]` seconds after the evaluation time. */
export const predictLinear = (): RangeKernel => slidingKernel(slidingRegression(true));

function slidingRegression(predict: boolean): SlidingAggregate {
  let input: RangeInput | null = null;
  let timestamps: Float64Array = new Float64Array(0);
  let values: Float64Array = new Float64Array(0);
  let originMs = 0;
  // Of samples i to the pivot: means of x (seconds since the origin) and y, sums of (x - mean)(y - mean), (x - mean)^2.
  let meansX: Float64Array = new Float64Array(0);
  let meansY: Float64Array = new Float64Array(0);
  let products: Float64Array = new Float64Array(0);
  let squares: Float64Array = new Float64Array(0);
  // Index of the last sample that differs from the one before it, among samples up to i.
  let lastChange: Float64Array = new Float64Array(0);
  let pivot = 0;
  let runningX = 0;
  let runningY = 0;
  let runningProducts = 0;
  let runningSquares = 0;
  return {
    minSamples: 2,
    load: (loaded) => {
      input = loaded;
      ({ timestamps, values } = loaded.samples);
      const { count } = loaded.samples;
      originMs = count > 0 ? (timestamps[0] as number) : 0;
      meansX = scratchOf(meansX, count);
      meansY = scratchOf(meansY, count);
      products = scratchOf(products, count);
      squares = scratchOf(squares, count);
      lastChange = scratchOf(lastChange, count);
      let change = 0;
      for (let i = 0; i < count; i++) {
        if (i > 0 && values[i] !== values[i - 1]) change = i;
        lastChange[i] = change;
      }
    },
    restart: (first, end) => {
      let meanX = 0;
      let meanY = 0;
      let product = 0;
      let square = 0;
      for (let i = end - 1; i >= first; i--) {
        const n = end - i;
        const x = ((timestamps[i] as number) - originMs) / 1_000;
        const deltaX = x - meanX;
        meanX += deltaX / n;
        meanY += ((values[i] as number) - meanY) / n;
        product += deltaX * ((values[i] as number) - meanY);
        square += deltaX * (x - meanX);
        meansX[i] = meanX;
        meansY[i] = meanY;
        products[i] = product;
        squares[i] = square;
      }
      pivot = end;
      runningX = 0;
      runningY = 0;
      runningProducts = 0;
      runningSquares = 0;
    },
    extend: (first, end) => {
      for (let i = first; i < end; i++) {
        const n = i - pivot + 1;
        const x = ((timestamps[i] as number) - originMs) / 1_000;
        const deltaX = x - runningX;
        runningX += deltaX / n;
        runningY += ((values[i] as number) - runningY) / n;
        runningProducts += deltaX * ((values[i] as number) - runningY);
        runningSquares += deltaX * (x - runningX);
      }
    },
    result: (first, end, k) => {
      const n = end - first;
      const before = pivot - first;
      const after = end - pivot;
      let slope: number;
      let meanX = meansX[first] as number;
      let meanY = meansY[first] as number;
      if ((lastChange[end - 1] as number) <= first) {
        // All values are equal: exactly level, unless infinite.
        meanY = values[first] as number;
        slope = Math.abs(meanY) === Number.POSITIVE_INFINITY ? Number.NaN : 0;
      } else {
        let product = products[first] as number;
        let square = squares[first] as number;
        if (after > 0) {
          const deltaX = runningX - meanX;
          const deltaY = runningY - meanY;
          const weight = (before * after) / n;
          product += runningProducts + deltaX * deltaY * weight;
          square += runningSquares + deltaX * deltaX * weight;
          meanX += (deltaX * after) / n;
          meanY += (deltaY * after) / n;
        }
        slope = product / square;
      }
      if (!predict) return slope;
      const { grid, params } = input as RangeInput;
      const atSeconds = (grid.startMs + k * grid.stepMs - originMs) / 1_000;
      return meanY + slope * (atSeconds - meanX + ((params[0] as Float64Array)[k] as number));
    },
  };
}
