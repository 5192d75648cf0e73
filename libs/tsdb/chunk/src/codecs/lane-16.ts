/** Integers within 2^16 units of the smallest. Payload: integer frame, then q per sample as u16, padded to 8. */
import { applyScale, FRAME_BYTES, frameValue, writeFrame } from '../integer-frame.ts';
import { padded } from '../layout.ts';
import type { ValueCodec } from '../value-codec.ts';

const LARGEST = 2 ** 16 - 1;

export const lane16: ValueCodec = {
  id: 5,
  name: 'lane-16',
  size(column, best) {
    const size = FRAME_BYTES + padded(2 * column.count);
    return size < best && column.frame().largest <= LARGEST ? size : Infinity;
  },
  write(column, memory, at) {
    const { base, unit, integers } = column.frame();
    writeFrame(column.frame(), memory, at);
    const lanes = memory.u16;
    const start = (at + FRAME_BYTES) >>> 1;
    const { count } = column;
    if (unit === 1) for (let i = 0; i < count; i++) lanes[start + i] = integers[i] - base;
    else for (let i = 0; i < count; i++) lanes[start + i] = (integers[i] - base) / unit;
  },
  decode(memory, at, _count, from, to, out, outIndex) {
    const base = memory.f64[at >>> 3];
    const unit = memory.f64[(at >>> 3) + 1];
    const lanes = memory.u16;
    const start = (at + FRAME_BYTES) >>> 1;
    const shift = outIndex - from;
    if (unit === 1) for (let i = from; i < to; i++) out[i + shift] = base + lanes[start + i];
    else for (let i = from; i < to; i++) out[i + shift] = base + lanes[start + i] * unit;
    applyScale(memory, at, out, outIndex, outIndex + to - from);
  },
  valueAt: (memory, at, _count, index) => frameValue(memory, at, memory.u16[((at + FRAME_BYTES) >>> 1) + index]),
};
