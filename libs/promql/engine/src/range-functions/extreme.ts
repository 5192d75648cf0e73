/** min_over_time and max_over_time, and the times of the extremes: a queue of candidates, monotonic in value. */
import type { RangeKernel } from './kernel.ts';

/** `sign` 1 looks for the greatest, -1 for the least. NaN loses to any number. The latest of equals gives the time. */
export function extremeOverTime(sign: 1 | -1, result: 'value' | 'time'): RangeKernel {
  let queue = new Int32Array(0);
  return (input, out) => {
    const { from, to, count } = input;
    const { timestamps, values, count: length } = input.samples;
    if (queue.length < length) queue = new Int32Array(values.length);
    let head = 0;
    let tail = 0;
    let next = 0;
    for (let k = 0; k < count; k++) {
      const first = from[k] as number;
      const end = to[k] as number;
      if (next < first) {
        next = first;
        head = 0;
        tail = 0;
      }
      for (; next < end; next++) {
        const value = values[next] as number;
        if (value !== value) continue;
        const ranked = sign * value;
        while (tail > head && sign * (values[queue[tail - 1] as number] as number) <= ranked) tail--;
        queue[tail++] = next;
      }
      while (head < tail && (queue[head] as number) < first) head++;
      out.present[k] = end > first ? 1 : 0;
      if (end === first) continue;
      // Nothing but NaN in the window: the last of them.
      const best = head < tail ? (queue[head] as number) : end - 1;
      out.values[k] = result === 'value' ? (values[best] as number) : (timestamps[best] as number) / 1_000;
    }
  };
}
