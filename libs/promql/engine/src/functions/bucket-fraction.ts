/** The share of a classic histogram's observations between two bounds. */

/**
 * Linear interpolation inside buckets; the first `size` of `bounds` are ascending and distinct, `counts` cumulative. NaN
 * without a +Inf bucket, without observations, or for a bound that is NaN; 0 when lower >= upper.
 */
export function bucketFraction(
  lower: number,
  upper: number,
  bounds: Float64Array,
  counts: Float64Array,
  size: number,
): number {
  const last = size - 1;
  if (size === 0 || bounds[last] !== Infinity) return Number.NaN;
  const observations = counts[last] as number;
  if (observations === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  const below = (value: number): number => Math.min(rankOf(value, bounds, counts, size), observations);
  return (below(upper) - below(lower)) / observations;
}

/** The estimated number of observations up to `value`; Infinity where `value` lies at or above the last finite bound of all. */
function rankOf(value: number, bounds: Float64Array, counts: Float64Array, size: number): number {
  let rank = 0;
  // Histograms whose first bound is positive are taken to hold no negative observations.
  let start = (bounds[0] as number) <= 0 ? -Infinity : 0;
  for (let i = 0; i < size; i++) {
    const end = bounds[i] as number;
    const count = counts[i] as number;
    if (start >= value) return rank;
    // Nothing can be said about the inside of a bucket of infinite width: its observations are not counted.
    if (end > value) return start === -Infinity ? count : rank + ((count - rank) * (value - start)) / (end - start);
    rank = count;
    start = end;
  }
  return Infinity;
}
