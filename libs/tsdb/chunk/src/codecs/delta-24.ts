/**
 * Neighbours that differ by less than 2^24 units. Payload: as delta-payload.ts says; lanes are the low 16 bits as u16,
 * padded to 8, then the high 8 bits as u8.
 */
import {
  type DeltaStart,
  deltaBias,
  deltaSize,
  findStart,
  lanesAt,
  patchIndexAt,
  patchValueAt,
  writeDeltas,
} from '../delta-payload.ts';
import { applyScale, frameValue } from '../integer-frame.ts';
import { padded } from '../layout.ts';
import type { ValueCodec } from '../value-codec.ts';

const WIDTH = 2;
const start: DeltaStart = { index: 0, q: 0, patch: 0 };

export const delta24: ValueCodec = {
  id: 10,
  name: 'delta-24',
  size: (column, best) => deltaSize(column, WIDTH, padded(2 * column.count) + padded(column.count), best),
  write(column, memory, at) {
    const { scratch } = column;
    const lanes = writeDeltas(column, WIDTH, memory, at, scratch);
    const { bytes, u16 } = memory;
    const low = lanes >>> 1;
    const high = lanes + padded(2 * column.count);
    for (let i = 0; i < column.count; i++) {
      u16[low + i] = scratch[i] & 0xffff;
      bytes[high + i] = scratch[i] >>> 16;
    }
  },
  decode(memory, at, count, from, to, out, outIndex) {
    const base = memory.f64[at >>> 3];
    const unit = memory.f64[(at >>> 3) + 1];
    const bias = deltaBias(memory, at);
    const { bytes, u16 } = memory;
    const low = lanesAt(memory, at) >>> 1;
    const high = lanesAt(memory, at) + padded(2 * count);
    findStart(memory, at, count, from, start);
    let { index: i, q, patch } = start;
    for (i++; i <= from; i++) q += bias + (u16[low + i] | (bytes[high + i] << 16));
    const shift = outIndex - from;
    out[outIndex] = base + q * unit;
    while (i < to) {
      const end = Math.min(to, patchIndexAt(memory, at, count, patch));
      for (; i < end; i++) {
        q += bias + (u16[low + i] | (bytes[high + i] << 16));
        out[i + shift] = base + q * unit;
      }
      if (i < to) {
        q = patchValueAt(memory, at, count, patch++);
        out[i + shift] = base + q * unit;
        i++;
      }
    }
    applyScale(memory, at, out, outIndex, outIndex + to - from);
  },
  valueAt(memory, at, count, index) {
    const bias = deltaBias(memory, at);
    const { bytes, u16 } = memory;
    const low = lanesAt(memory, at) >>> 1;
    const high = lanesAt(memory, at) + padded(2 * count);
    findStart(memory, at, count, index, start);
    let { q } = start;
    for (let i = start.index + 1; i <= index; i++) q += bias + (u16[low + i] | (bytes[high + i] << 16));
    return frameValue(memory, at, q);
  },
};
