/** Nearly equidistant samples. Payload: bias (f64), then the distance from the grid less bias per sample, u16, padded. */
import { chunkMinTime, chunkStep, padded, timePayloadAt } from '../layout.ts';
import type { TimeCodec } from '../time-codec.ts';

const LARGEST = 2 ** 16 - 1;

export const slack16: TimeCodec = {
  id: 4,
  name: 'slack-16',
  size: (column) =>
    column.integral && column.maxSlack - column.minSlack <= LARGEST ? 8 + padded(2 * column.count) : Infinity,
  write(column, memory, payloadAt) {
    const { timestamps, from, count, startMs, stepMs, minSlack } = column;
    memory.f64[payloadAt >>> 3] = minSlack;
    if (timestamps === null) return;
    const first = (payloadAt + 8) >>> 1;
    for (let i = 0; i < count; i++) {
      memory.u16[first + i] = timestamps[from + i] - (startMs + i * stepMs) - minSlack;
    }
  },
  decode(memory, at, from, to, out, outIndex) {
    const lanes = memory.u16;
    const first = (timePayloadAt(memory, at) + 8) >>> 1;
    const start = chunkMinTime(memory, at) + memory.f64[timePayloadAt(memory, at) >>> 3];
    const step = chunkStep(memory, at);
    const shift = outIndex - from;
    for (let i = from; i < to; i++) out[i + shift] = start + i * step + lanes[first + i];
  },
  timestampAt(memory, at, index) {
    const bias = memory.f64[timePayloadAt(memory, at) >>> 3];
    return (
      chunkMinTime(memory, at) +
      index * chunkStep(memory, at) +
      bias +
      memory.u16[((timePayloadAt(memory, at) + 8) >>> 1) + index]
    );
  },
  slack(memory, at) {
    const bias = memory.f64[timePayloadAt(memory, at) >>> 3];
    return { min: bias, max: bias + LARGEST };
  },
};
