/** Integers within 2^32 units of the smallest. Payload: integer frame, then q per sample as u32, padded to 8. */
import { applyScale, FRAME_BYTES, frameValue, writeFrame } from '../integer-frame.ts';
import { padded } from '../layout.ts';
import type { ValueCodec } from '../value-codec.ts';

const LARGEST = 2 ** 32 - 1;

export const lane32: ValueCodec = {
  id: 7,
  name: 'lane-32',
  size(column, best) {
    const size = FRAME_BYTES + padded(4 * column.count);
    return size < best && column.frame().largest <= LARGEST ? size : Infinity;
  },
  write(column, memory, at) {
    const { base, unit, integers } = column.frame();
    writeFrame(column.frame(), memory, at);
    const lanes = memory.u32;
    const start = (at + FRAME_BYTES) >>> 2;
    const { count } = column;
    if (unit === 1) for (let i = 0; i < count; i++) lanes[start + i] = integers[i] - base;
    else for (let i = 0; i < count; i++) lanes[start + i] = (integers[i] - base) / unit;
  },
  decode(memory, at, _count, from, to, out, outIndex) {
    const base = memory.f64[at >>> 3];
    const unit = memory.f64[(at >>> 3) + 1];
    const lanes = memory.u32;
    const start = (at + FRAME_BYTES) >>> 2;
    const shift = outIndex - from;
    if (unit === 1) for (let i = from; i < to; i++) out[i + shift] = base + lanes[start + i];
    else for (let i = from; i < to; i++) out[i + shift] = base + lanes[start + i] * unit;
    applyScale(memory, at, out, outIndex, outIndex + to - from);
  },
  valueAt: (memory, at, _count, index) => frameValue(memory, at, memory.u32[((at + FRAME_BYTES) >>> 2) + index]),
};
