/** The common factor of a column's integers, seen from their smallest: memory comes in pages, disk in sectors. */

const PROBES = 16;

/** The largest unit that divides integers[i] - base for all i below `count`; 1 when there is no other. */
export function commonUnit(integers: Float64Array, count: number, base: number): number {
  let unit = 0;
  const stride = Math.max(1, Math.floor(count / PROBES));
  for (let i = 0; i < count && unit !== 1; i += stride) unit = greatestCommonDivisor(integers[i] - base, unit);
  for (let i = 0; i < count && unit !== 1; i++) {
    const distance = integers[i] - base;
    // Below 2^52 the quotient is an integer exactly when the division leaves no rest.
    const quotient = distance / unit;
    if (unit === 0 || quotient !== Math.floor(quotient)) unit = greatestCommonDivisor(distance, unit);
  }
  return unit === 0 ? 1 : unit;
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
