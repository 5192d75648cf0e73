/** The quantile of one classic histogram, with Prometheus' repairs of its counts. */

/** What had to be repaired over a whole query, for the info that tells of it. */
export class MonotonicityFixes {
  /** Histogram samples whose counts decreased from one bucket to the next. */
  samples = 0;
  minBound = Infinity;
  maxBound = -Infinity;
  maxDifference = 0;
  /** Unix ms. */
  firstMs = Infinity;
  lastMs = -Infinity;

  note(upperBound: number, difference: number): void {
    if (upperBound < this.minBound) this.minBound = upperBound;
    if (upperBound > this.maxBound) this.maxBound = upperBound;
    if (difference > this.maxDifference) this.maxDifference = difference;
  }

  noteSample(timeMs: number): void {
    this.samples++;
    if (timeMs < this.firstMs) this.firstMs = timeMs;
    if (timeMs > this.lastMs) this.lastMs = timeMs;
  }
}

/**
 * Linear interpolation inside the bucket of the quantile; the first `size` of `bounds` are ascending and distinct,
 * `counts` (cumulative) are repaired in place. NaN without a +Inf bucket, with fewer than two buckets or without
 * observations; infinite for q outside 0 to 1. `repair` says whether counts decreased.
 */
export function bucketQuantile(q: number, bounds: Float64Array, counts: Float64Array, size: number): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const last = size - 1;
  if (size < 2 || bounds[last] !== Infinity) return Number.NaN;
  const observations = counts[last] as number;
  if (observations === 0) return Number.NaN;
  const rank = q * observations;
  const at = firstAtLeast(counts, last, rank);
  if (at === last) return bounds[last - 1] as number;
  const end = bounds[at] as number;
  if (at === 0) return end <= 0 ? end : end * (rank / (counts[0] as number));
  const start = bounds[at - 1] as number;
  const before = counts[at - 1] as number;
  return start + (end - start) * ((rank - before) / ((counts[at] as number) - before));
}

/** The least index below `size` whose count reaches `rank`, else `size`. */
function firstAtLeast(counts: Float64Array, size: number, rank: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((counts[middle] as number) >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Differences between two buckets up to this share of their counts are noise. */
const TOLERANCE = 1e-12;
/** Over this share of the greater count, a difference is over the tolerance too. */
const CLEAR_RISE = 4 * TOLERANCE;
const MIN_NORMAL = 2 ** -1022;

/**
 * Makes the counts rise: differences within the tolerance vanish silently, decreases are taken out and noted. True when
 * there was a decrease.
 */
export function repairCounts(
  bounds: Float64Array,
  counts: Float64Array,
  size: number,
  fixes: MonotonicityFixes,
): boolean {
  let forced = false;
  let accepted = counts[0] as number;
  for (let i = 1; i < size; i++) {
    const count = counts[i] as number;
    if (count === accepted) continue;
    // By far the most frequent case: a rise that is clearly no noise.
    if (count - accepted > CLEAR_RISE * count && count > MIN_NORMAL) {
      accepted = count;
      continue;
    }
    if (isNoise(accepted, count)) {
      counts[i] = accepted;
    } else if (count < accepted) {
      counts[i] = accepted;
      forced = true;
      fixes.note(bounds[i] as number, accepted - count);
    } else {
      accepted = count;
    }
  }
  return forced;
}

function isNoise(a: number, b: number): boolean {
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < MIN_NORMAL) return difference < TOLERANCE * MIN_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < TOLERANCE;
}
