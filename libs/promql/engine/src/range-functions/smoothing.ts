/** double_exponential_smoothing: Holt's linear method, run through each window from its first sample. */
import { formatFloat } from '@chimera/tsdb-model';
import { QueryError } from '../query-error.ts';
import type { RangeKernel } from './kernel.ts';
import type { RangeInput } from './range-input.ts';

/** Steps between looks at the deadline: a step costs as much as its window is long. */
const STEPS_PER_CHECK = 64;

/** `params`: smoothing factor and trend factor, each above 0 and below 1. */
export const doubleExponentialSmoothing = (): RangeKernel => (input, out) => {
  const { from, to, count } = input;
  const [smoothing, trend] = input.params as [Float64Array, Float64Array];
  for (let k = 0; k < count; k++) {
    if (k % STEPS_PER_CHECK === 0) input.check();
    const first = from[k] as number;
    const end = to[k] as number;
    out.present[k] = end - first < 2 ? 0 : 1;
    if (end - first >= 2) out.values[k] = smooth(input, first, end, smoothing[k] as number, trend[k] as number);
  }
};

/** Refuses factors that are out of bounds on a step whose window has a sample, of whatever type. Throws QueryError. */
export function checkFactors({ from, to, count, params }: RangeInput): void {
  const [smoothing, trend] = params as [Float64Array, Float64Array];
  for (let k = 0; k < count; k++) {
    if ((to[k] as number) === (from[k] as number)) continue;
    requireFraction('smoothing', smoothing[k] as number);
    requireFraction('trend', trend[k] as number);
  }
}

function requireFraction(which: string, factor: number): void {
  if (factor <= 0 || factor >= 1)
    throw new QueryError(
      'execution',
      `invalid ${which} factor. Expected: 0 < ${which === 'trend' ? 'tf' : 'sf'} < 1, got: ${formatFixed(factor)}`,
    );
}

/** Go's %f. */
function formatFixed(value: number): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.000000`;
  return `${Object.is(value, -0) ? '-' : ''}${value.toFixed(6)}`;
}

function smooth(input: RangeInput, first: number, end: number, smoothing: number, trendFactor: number): number {
  const { values } = input.samples;
  let previous = 0;
  let level = values[first] as number;
  let trend = (values[first + 1] as number) - level;
  for (let i = first + 1; i < end; i++) {
    // The first trend is the first difference itself.
    if (i > first + 1) trend = trendFactor * (level - previous) + (1 - trendFactor) * trend;
    const next = smoothing * (values[i] as number) + (1 - smoothing) * (level + trend);
    previous = level;
    level = next;
  }
  return level;
}
