/** Floating-point functions where Go's special cases differ from JavaScript's. */

/** Go's math.Pow: 1 to any power is 1, and -1 to an infinite one. */
export function goPow(x: number, y: number): number {
  if (x === 1 || (x === -1 && (y === Infinity || y === -Infinity))) return 1;
  return x ** y;
}

/** Go's math.Max: +Inf beats NaN. */
export function goMax(x: number, y: number): number {
  return x === Infinity || y === Infinity ? Infinity : Math.max(x, y);
}

/** Go's math.Min: -Inf beats NaN. */
export function goMin(x: number, y: number): number {
  return x === -Infinity || y === -Infinity ? -Infinity : Math.min(x, y);
}
