/** The range of an aggregation's parameter over all steps: Prometheus checks it once, before it evaluates. */

/** NaN when any value is NaN, except that an infinite extreme wins, as in Go. */
export type ParameterExtremes = { readonly max: number; readonly min: number; readonly anyNan: boolean };

export function extremesOf(values: Float64Array): ParameterExtremes {
  let max = -Infinity;
  let min = Infinity;
  let anyNan = false;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    if (value !== value) anyNan = true;
    if (value > max) max = value;
    if (value < min) min = value;
  }
  return {
    max: anyNan && max !== Infinity ? Number.NaN : max,
    min: anyNan && min !== -Infinity ? Number.NaN : min,
    anyNan,
  };
}
