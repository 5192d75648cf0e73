/**
 * How integer codecs map lanes to floats: value = (base + q * unit) scaled, with q a non-negative integer.
 *
 *     offset  type  field
 *          0  f64   base, an integer
 *          8  f64   unit, a positive integer: the common factor of all differences
 *         16  f64   scale: 1 = none; above 1 = divide by it; below 1 = multiply by it (both powers of ten)
 */
import type { ChunkMemory } from './chunk-memory.ts';
import type { IntegerFrame } from './value-column.ts';

export const FRAME_BYTES = 24;

export function writeFrame(frame: IntegerFrame, memory: ChunkMemory, at: number): void {
  const word = at >>> 3;
  memory.f64[word] = frame.base;
  memory.f64[word + 1] = frame.unit;
  memory.f64[word + 2] = frame.scale;
}

/** Scales integers in `out`, in place, as the frame at `at` says. */
export function applyScale(memory: ChunkMemory, at: number, out: Float64Array, from: number, to: number): void {
  const scale = memory.f64[(at >>> 3) + 2];
  if (scale > 1) for (let i = from; i < to; i++) out[i] /= scale;
  else if (scale < 1) for (let i = from; i < to; i++) out[i] *= scale;
}

/** The float of one lane value. */
export function frameValue(memory: ChunkMemory, at: number, q: number): number {
  const word = at >>> 3;
  const integer = memory.f64[word] + q * memory.f64[word + 1];
  const scale = memory.f64[word + 2];
  return scale > 1 ? integer / scale : integer * scale;
}
