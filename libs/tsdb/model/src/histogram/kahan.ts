/** Kahan summation with Neumaier's improvement: sums beside the low bits that they lost. */

/**
 * `sums[at] += value`. The low bits that do not fit go to `lost[at]`, except of an infinite sum, which has none. With an
 * empty `lost` it is a plain addition.
 */
export function addTo(sums: Float64Array, lost: Float64Array, at: number, value: number): void {
  const sum = sums[at] as number;
  const total = sum + value;
  sums[at] = total;
  if (lost.length === 0) return;
  if (total > Number.MAX_VALUE || total < -Number.MAX_VALUE) lost[at] = 0;
  else if (Math.abs(sum) >= Math.abs(value)) lost[at] = (lost[at] as number) + (sum - total + value);
  else lost[at] = (lost[at] as number) + (value - total + sum);
}
