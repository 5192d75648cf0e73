/** What is left of one bucket that a number cuts, and where it lies. */
import { fractionBelow } from './fraction-below.ts';

export type Bucket = { readonly lower: number; readonly upper: number; readonly count: number };

/** The observations left, and the value that each is taken to have in the new sum. */
export type Kept = { readonly count: number; readonly middle: number };

/** Of a positive or negative bucket; `lower < number < upper`, or the bound on the kept side equals the number. */
export function keptOfBucket(
  bucket: Bucket,
  number: number,
  keep: 'below' | 'above',
  positive: boolean,
  custom: boolean,
): Kept {
  const { lower, upper, count } = bucket;
  if (lower === -Infinity)
    return keep === 'below' ? belowFromInfinity(bucket, number) : aboveFromInfinity(bucket, number);
  if (upper === Infinity) return toInfinity(bucket, number, keep);
  const below = count * fractionBelow(lower, upper, number, custom);
  return keep === 'below'
    ? { count: below, middle: midpoint(lower, number, positive, custom) }
    : { count: count - below, middle: midpoint(number, upper, positive, custom) };
}

/** Of the zero bucket, linearly. `sides`: on which sides there are populated buckets; with one alone, it ends at zero. */
export function keptOfZeroBucket(
  threshold: number,
  count: number,
  number: number,
  sides: { readonly positive: boolean; readonly negative: boolean },
  keep: 'below' | 'above',
): Kept {
  const lower = sides.positive && !sides.negative ? 0 : -threshold;
  const upper = sides.negative && !sides.positive ? 0 : threshold;
  const all = { count, middle: (lower + upper) / 2 };
  const none = { count: 0, middle: 0 };
  if (number <= lower) return keep === 'below' ? none : all;
  if (number >= upper) return keep === 'below' ? all : none;
  return keep === 'below'
    ? { count: count * ((number - lower) / (upper - lower)), middle: (lower + number) / 2 }
    : { count: count * ((upper - number) / (upper - lower)), middle: (number + upper) / 2 };
}

/** The middle of what survives: arithmetic for custom buckets, geometric otherwise; an infinite end counts as near 0. */
export function midpoint(lower: number, upper: number, positive: boolean, custom: boolean): number {
  if (!Number.isFinite(lower) && !Number.isNaN(lower)) {
    if (!Number.isFinite(upper) && !Number.isNaN(upper)) return 0;
    return upper > 0 ? upper / 2 : upper;
  }
  if (upper === Infinity || upper === -Infinity) return lower;
  if (custom) return (lower + upper) / 2;
  const mean = Math.sqrt(Math.abs(lower * upper));
  return positive ? mean : -mean;
}

/** `</` on a bucket from -Inf: split only from 0 to a positive end; up to 0 or less, all of it is kept. */
function belowFromInfinity({ upper, count }: Bucket, number: number): Kept {
  if (number >= upper) return { count, middle: 0 };
  if (number > 0 && upper > 0 && upper !== Infinity) return { count: (count * number) / upper, middle: number / 2 };
  if (upper <= 0) return { count, middle: number };
  return { count: 0, middle: zeroIfInfinite(upper) };
}

/** `>/` on a bucket from -Inf: split only from 0 to a positive end; otherwise nothing is known, and nothing kept. */
function aboveFromInfinity({ lower, upper, count }: Bucket, number: number): Kept {
  if (number <= lower) return { count, middle: 0 };
  if (number >= 0 && upper > number && upper !== Infinity) {
    return { count: count * (1 - number / upper), middle: (number + upper) / 2 };
  }
  return { count: 0, middle: zeroIfInfinite(upper) };
}

/** A bucket up to +Inf is never split: only `>/` from within it keeps it. */
function toInfinity({ lower, count }: Bucket, number: number, keep: 'below' | 'above'): Kept {
  if (keep === 'above' && number >= lower) return { count, middle: number };
  return { count: 0, middle: zeroIfInfinite(lower) };
}

function zeroIfInfinite(value: number): number {
  return value === Infinity || value === -Infinity ? 0 : value;
}
