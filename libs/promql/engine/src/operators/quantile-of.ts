/** The φ-quantile of a set of values, as Prometheus defines it. */

/**
 * Linear interpolation between the two nearest ranks; NaN counts as the smallest value. NaN for no values or q = NaN,
 * infinite for q outside 0 to 1. Reorders the first `count` of `values`.
 */
export function quantileOf(q: number, values: Float64Array, count: number): number {
  if (count === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const nans = moveNansToFront(values, count);
  sortNumbers(values, nans, count);
  const rank = q * (count - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(count - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (values[lower] as number) * (1 - weight) + (values[upper] as number) * weight;
}

function moveNansToFront(values: Float64Array, count: number): number {
  let nans = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value === value) continue;
    values[i] = values[nans] as number;
    values[nans++] = value;
  }
  return nans;
}

const INSERTION_LIMIT = 24;

/** Sorts values[from .. to - 1], which has no NaN. */
function sortNumbers(values: Float64Array, from: number, to: number): void {
  if (to - from > INSERTION_LIMIT) {
    values.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number;
    let j = i - 1;
    while (j >= from && (values[j] as number) > value) {
      values[j + 1] = values[j] as number;
      j--;
    }
    values[j + 1] = value;
  }
}
