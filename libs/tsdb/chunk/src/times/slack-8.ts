/** Nearly equidistant samples. Payload: bias (f64), then the distance from the grid less bias per sample, u8, padded. */
import { chunkMinTime, chunkStep, padded, timePayloadAt } from '../layout.ts';
import type { TimeCodec } from '../time-codec.ts';

const LARGEST = 2 ** 8 - 1;

export const slack8: TimeCodec = {
  id: 3,
  name: 'slack-8',
  size: (column) =>
    column.integral && column.maxSlack - column.minSlack <= LARGEST ? 8 + padded(1 * column.count) : Infinity,
  write(column, memory, payloadAt) {
    const { timestamps, from, count, startMs, stepMs, minSlack } = column;
    memory.f64[payloadAt >>> 3] = minSlack;
    if (timestamps === null) return;
    const first = payloadAt + 8;
    for (let i = 0; i < count; i++) {
      memory.bytes[first + i] = timestamps[from + i] - (startMs + i * stepMs) - minSlack;
    }
  },
  decode(memory, at, from, to, out, outIndex) {
    const lanes = memory.bytes;
    const first = timePayloadAt(memory, at) + 8;
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
      memory.bytes[timePayloadAt(memory, at) + 8 + index]
    );
  },
  slack(memory, at) {
    const bias = memory.f64[timePayloadAt(memory, at) >>> 3];
    return { min: bias, max: bias + LARGEST };
  },
};
