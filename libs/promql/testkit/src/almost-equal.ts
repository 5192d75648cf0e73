/** Equality of sample values in scripts: relative 1e-6, an absolute bound near zero, NaN equal to NaN. */

const EPSILON = 1e-6;
/** The smallest positive normal float64. */
const MIN_NORMAL = 2 ** -1022;

export function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  if (a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < MIN_NORMAL) return difference < EPSILON * MIN_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < EPSILON;
}
