/**
 * Integers that rise by the same amount from sample to sample, with few exceptions: counters of a steady clock.
 *
 *     offset       type  field
 *          0             integer frame (24 bytes)
 *         24       f64   slope, an integer, in units of the frame
 *         32       u32   k: pieces
 *         36       u32   0
 *         40       f64   q of each piece's first sample (k)
 *     40 + 8 k     u32   index of each piece's first sample (k), ascending, the first 0; padded to 8
 */
import { invariant } from '@chimera/errors';
import type { ChunkMemory } from '../chunk-memory.ts';
import { applyScale, FRAME_BYTES, frameValue, writeFrame } from '../integer-frame.ts';
import { padded } from '../layout.ts';
import type { ValueCodec } from '../value-codec.ts';

const PIECES_AT = FRAME_BYTES + 16;

/** Beyond this, index times slope might not be exact. */
const EXACT = 2 ** 50;

export const linear: ValueCodec = {
  id: 12,
  name: 'linear',
  size(column, best) {
    if (PIECES_AT + 16 >= best) return Infinity;
    const stats = column.deltas();
    if (stats === null || Math.abs(stats.usual) * column.count > EXACT) return Infinity;
    return PIECES_AT + 8 * (stats.unusual + 1) + padded(4 * (stats.unusual + 1));
  },
  write(column, memory, at) {
    const stats = column.deltas();
    invariant(stats !== null, 'BUG: the linear codec writes a column that is not made of integers');
    const { integers, base, unit } = column.frame();
    const k = stats.unusual + 1;
    const usual = stats.usual * unit;
    writeFrame(column.frame(), memory, at);
    memory.f64[(at >>> 3) + 3] = stats.usual;
    memory.u32[(at >>> 2) + 8] = k;
    memory.u32[(at >>> 2) + 9] = 0;
    const values = (at + PIECES_AT) >>> 3;
    const starts = 2 * (values + k);
    memory.f64[values] = (integers[0] - base) / unit;
    memory.u32[starts] = 0;
    let piece = 0;
    for (let i = 1; i < column.count; i++) {
      if (integers[i] - integers[i - 1] === usual) continue;
      piece++;
      memory.f64[values + piece] = (integers[i] - base) / unit;
      memory.u32[starts + piece] = i;
    }
    if (k % 2 === 1) memory.u32[starts + k] = 0;
  },
  decode(memory, at, count, from, to, out, outIndex) {
    const base = memory.f64[at >>> 3];
    const unit = memory.f64[(at >>> 3) + 1];
    const slope = memory.f64[(at >>> 3) + 3];
    const k = memory.u32[(at >>> 2) + 8];
    const values = (at + PIECES_AT) >>> 3;
    const starts = 2 * (values + k);
    const shift = outIndex - from;
    for (let i = from, piece = pieceOf(memory, at, from); i < to; piece++) {
      const end = Math.min(to, piece + 1 < k ? memory.u32[starts + piece + 1] : count);
      const origin = memory.f64[values + piece] - memory.u32[starts + piece] * slope;
      for (; i < end; i++) out[i + shift] = base + (origin + i * slope) * unit;
    }
    applyScale(memory, at, out, outIndex, outIndex + to - from);
  },
  valueAt(memory, at, _count, index) {
    const slope = memory.f64[(at >>> 3) + 3];
    const values = (at + PIECES_AT) >>> 3;
    const starts = 2 * (values + memory.u32[(at >>> 2) + 8]);
    const piece = pieceOf(memory, at, index);
    return frameValue(memory, at, memory.f64[values + piece] + (index - memory.u32[starts + piece]) * slope);
  },
};

/** The piece that holds sample `index`. */
function pieceOf(memory: ChunkMemory, at: number, index: number): number {
  const k = memory.u32[(at >>> 2) + 8];
  const starts = 2 * (((at + PIECES_AT) >>> 3) + k);
  let low = 0;
  let high = k - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (memory.u32[starts + middle] <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
