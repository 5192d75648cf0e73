/**
 * Few changes: flags, limits, start times. The value of sample i is that of the last run that starts at or before i.
 *
 *     offset       type  field
 *          0       u32   k: runs
 *          4       u32   0
 *          8       f64   value of each run, bit for bit (k)
 *      8 + 8 k     u32   index of each run's first sample (k), ascending, the first 0; padded to 8
 */
import type { ChunkMemory } from '../chunk-memory.ts';
import { fillWords } from '../fill-words.ts';
import { padded } from '../layout.ts';
import type { ValueCodec } from '../value-codec.ts';

export const runs: ValueCodec = {
  id: 2,
  name: 'runs',
  size: (column) => 8 + 8 * (column.changes + 1) + padded(4 * (column.changes + 1)),
  write(column, memory, at) {
    const k = column.changes + 1;
    const { words, from, count } = column;
    memory.u32[at >>> 2] = k;
    memory.u32[(at >>> 2) + 1] = 0;
    const valueWord = (at >>> 2) + 2;
    const starts = (at >>> 2) + 2 + 2 * k;
    let low = column.firstLow;
    let high = column.firstHigh;
    memory.u32[valueWord] = low;
    memory.u32[valueWord + 1] = high;
    memory.u32[starts] = 0;
    let run = 0;
    for (let i = 0; i < count; i++) {
      const word = 2 * (from + i);
      if ((words[word] === low && words[word + 1] === high) || column.isStale(i)) continue;
      low = words[word];
      high = words[word + 1];
      run++;
      memory.u32[valueWord + 2 * run] = low;
      memory.u32[valueWord + 2 * run + 1] = high;
      memory.u32[starts + run] = i;
    }
    if (k % 2 === 1) memory.u32[starts + k] = 0;
  },
  decode(memory, at, count, from, to, out, outIndex) {
    const k = memory.u32[at >>> 2];
    const starts = (at >>> 2) + 2 + 2 * k;
    let o = outIndex;
    for (let i = from, run = runOf(memory, at, from); i < to; run++) {
      const end = Math.min(to, run + 1 < k ? memory.u32[starts + run + 1] : count);
      const value = memory.f64[(at >>> 3) + 1 + run];
      if (value === value) out.fill(value, o, o + end - i);
      else fillWords(out, o, o + end - i, memory.u32[(at >>> 2) + 2 + 2 * run], memory.u32[(at >>> 2) + 3 + 2 * run]);
      o += end - i;
      i = end;
    }
  },
  valueAt: (memory, at, _count, index) => memory.f64[(at >>> 3) + 1 + runOf(memory, at, index)],
};

/** The run that holds sample `index`. */
function runOf(memory: ChunkMemory, at: number, index: number): number {
  const k = memory.u32[at >>> 2];
  const starts = (at >>> 2) + 2 + 2 * k;
  let low = 0;
  let high = k - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (memory.u32[starts + middle] <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
