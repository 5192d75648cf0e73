/** Neighbours that differ by less than 2^32 units. Payload: as delta-payload.ts says, lanes u32. */
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

const WIDTH = 3;
const start: DeltaStart = { index: 0, q: 0, patch: 0 };

export const delta32: ValueCodec = {
  id: 11,
  name: 'delta-32',
  size: (column, best) => deltaSize(column, WIDTH, padded(4 * column.count), best),
  write(column, memory, at) {
    const { scratch } = column;
    const lanes = writeDeltas(column, WIDTH, memory, at, scratch);
    const view = memory.u32;
    const first = lanes >>> 2;
    for (let i = 0; i < column.count; i++) view[first + i] = scratch[i];
  },
  decode(memory, at, count, from, to, out, outIndex) {
    const base = memory.f64[at >>> 3];
    const unit = memory.f64[(at >>> 3) + 1];
    const bias = deltaBias(memory, at);
    const view = memory.u32;
    const first = lanesAt(memory, at) >>> 2;
    findStart(memory, at, count, from, start);
    let { index: i, q, patch } = start;
    for (i++; i <= from; i++) q += bias + view[first + i];
    const shift = outIndex - from;
    out[outIndex] = base + q * unit;
    while (i < to) {
      const end = Math.min(to, patchIndexAt(memory, at, count, patch));
      for (; i < end; i++) {
        q += bias + view[first + i];
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
    const view = memory.u32;
    const first = lanesAt(memory, at) >>> 2;
    findStart(memory, at, count, index, start);
    let { q } = start;
    for (let i = start.index + 1; i <= index; i++) q += bias + view[first + i];
    return frameValue(memory, at, q);
  },
};
