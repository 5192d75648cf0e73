/** Times too far from any grid, or with fractions of a millisecond. Payload: f64 per sample. */
import { chunkCount, chunkMaxTime, chunkMinTime, timePayloadAt } from '../layout.ts';
import type { TimeCodec } from '../time-codec.ts';

export const rawTimes: TimeCodec = {
  id: 2,
  name: 'raw-times',
  size: (column) => 8 * column.count,
  write(column, memory, payloadAt) {
    for (let i = 0; i < column.count; i++) {
      memory.f64[(payloadAt >>> 3) + i] =
        column.timestamps === null ? column.startMs + i * column.stepMs : column.timestamps[column.from + i];
    }
  },
  decode(memory, at, from, to, out, outIndex) {
    const start = timePayloadAt(memory, at) >>> 3;
    out.set(memory.f64.subarray(start + from, start + to), outIndex);
  },
  timestampAt: (memory, at, index) => memory.f64[(timePayloadAt(memory, at) >>> 3) + index],
  slack(memory, at) {
    const span = chunkMaxTime(memory, at) - chunkMinTime(memory, at) + chunkCount(memory, at);
    return { min: -span, max: span };
  },
};
