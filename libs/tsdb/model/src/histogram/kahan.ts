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

/** Adds `sign` times `values[i]` to `sums[i]` from position `from` on, as {@link addTo} does one. The hot loop of aggregations. */
export function addAll(sums: Float64Array, lost: Float64Array, values: Float64Array, from: number, sign: 1 | -1): void {
  const { length } = values;
  if (lost.length === 0) {
    for (let i = from; i < length; i++) sums[i] = (sums[i] as number) + sign * (values[i] as number);
    return;
  }
  for (let i = from; i < length; i++) {
    const value = sign * (values[i] as number);
    const sum = sums[i] as number;
    const total = sum + value;
    sums[i] = total;
    if (total > Number.MAX_VALUE || total < -Number.MAX_VALUE) lost[i] = 0;
    else if (Math.abs(sum) >= Math.abs(value)) lost[i] = (lost[i] as number) + (sum - total + value);
    else lost[i] = (lost[i] as number) + (value - total + sum);
  }
}
