/**
 * Integers within 2^24 units of the smallest. Payload: integer frame, then the low 16 bits of q per sample as u16, padded
 * to 8, then the high 8 bits as u8, padded to 8.
 */
import { applyScale, FRAME_BYTES, frameValue, writeFrame } from '../integer-frame.ts';
import { padded } from '../layout.ts';
import type { ValueCodec } from '../value-codec.ts';

const LARGEST = 2 ** 24 - 1;

export const lane24: ValueCodec = {
  id: 6,
  name: 'lane-24',
  size(column, best) {
    const size = FRAME_BYTES + padded(2 * column.count) + padded(column.count);
    return size < best && column.frame().largest <= LARGEST ? size : Infinity;
  },
  write(column, memory, at) {
    const { base, unit, integers } = column.frame();
    writeFrame(column.frame(), memory, at);
    const { bytes, u16 } = memory;
    const { count } = column;
    const low = (at + FRAME_BYTES) >>> 1;
    const high = at + FRAME_BYTES + padded(2 * count);
    for (let i = 0; i < count; i++) {
      const q = (integers[i] - base) / unit;
      u16[low + i] = q & 0xffff;
      bytes[high + i] = q >>> 16;
    }
  },
  decode(memory, at, count, from, to, out, outIndex) {
    const base = memory.f64[at >>> 3];
    const unit = memory.f64[(at >>> 3) + 1];
    const { bytes, u16 } = memory;
    const low = (at + FRAME_BYTES) >>> 1;
    const high = at + FRAME_BYTES + padded(2 * count);
    const shift = outIndex - from;
    for (let i = from; i < to; i++) out[i + shift] = base + (u16[low + i] | (bytes[high + i] << 16)) * unit;
    applyScale(memory, at, out, outIndex, outIndex + to - from);
  },
  valueAt(memory, at, count, index) {
    const low = memory.u16[((at + FRAME_BYTES) >>> 1) + index];
    const high = memory.bytes[at + FRAME_BYTES + padded(2 * count) + index];
    return frameValue(memory, at, low | (high << 16));
  },
};
