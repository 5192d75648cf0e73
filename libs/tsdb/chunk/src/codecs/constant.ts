/** One value for all samples. Payload: the value, f64, bit for bit. */
import { fillWords } from '../fill-words.ts';
import type { ValueCodec } from '../value-codec.ts';

export const constant: ValueCodec = {
  id: 1,
  name: 'constant',
  size: (column) => (column.changes === 0 ? 8 : Infinity),
  write(column, memory, at) {
    memory.u32[at >>> 2] = column.firstLow;
    memory.u32[(at >>> 2) + 1] = column.firstHigh;
  },
  decode(memory, at, _count, from, to, out, outIndex) {
    const value = memory.f64[at >>> 3];
    if (value === value) out.fill(value, outIndex, outIndex + to - from);
    else fillWords(out, outIndex, outIndex + to - from, memory.u32[at >>> 2], memory.u32[(at >>> 2) + 1]);
  },
  valueAt: (memory, at) => memory.f64[at >>> 3],
};
