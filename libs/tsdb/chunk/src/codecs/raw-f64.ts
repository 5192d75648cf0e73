/** The fallback: every value's 8 bytes as they are. Payload: f64 per sample. */
import type { ValueCodec } from '../value-codec.ts';

export const rawF64: ValueCodec = {
  id: 3,
  name: 'raw-f64',
  size: (column) => 8 * column.count,
  write(column, memory, at) {
    memory.f64.set(column.values.subarray(column.from, column.from + column.count), at >>> 3);
  },
  decode(memory, at, _count, from, to, out, outIndex) {
    const start = at >>> 3;
    out.set(memory.f64.subarray(start + from, start + to), outIndex);
  },
  valueAt: (memory, at, _count, index) => memory.f64[(at >>> 3) + index],
};
