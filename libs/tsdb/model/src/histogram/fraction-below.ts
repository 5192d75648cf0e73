/** Which part of a bucket lies below a value. */

/**
 * Between 0 and 1, for finite bounds with `lower < value < upper`: linear (custom and zero buckets) or on a logarithmic
 * scale, on which exponential buckets are equally wide (and negative ones mirrored).
 */
export function fractionBelow(lower: number, upper: number, value: number, linear: boolean): number {
  if (linear) return (value - lower) / (upper - lower);
  const logLower = Math.log2(Math.abs(lower));
  const logUpper = Math.log2(Math.abs(upper));
  const logValue = Math.log2(Math.abs(value));
  if (value > 0) return (logValue - logLower) / (logUpper - logLower);
  return 1 - (logValue - logUpper) / (logLower - logUpper);
}
