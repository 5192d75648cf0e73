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

/** Go's math.Sinh: infinite as soon as the exponential is, from 709.8 on. */
export function goSinh(x: number): number {
  return Math.abs(x) > 21 ? Math.sign(x) * Math.exp(Math.abs(x)) * 0.5 : Math.sinh(x);
}

/** Go's math.Cosh: infinite as soon as the exponential is, from 709.8 on. */
export function goCosh(x: number): number {
  return Math.abs(x) > 21 ? Math.exp(Math.abs(x)) * 0.5 : Math.cosh(x);
}
