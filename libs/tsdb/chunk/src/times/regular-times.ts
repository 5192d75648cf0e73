/** Equidistant samples: no payload, the header says it all. */
import { chunkMinTime, chunkStep } from '../layout.ts';
import type { TimeCodec } from '../time-codec.ts';

const NONE = { min: 0, max: 0 };

export const regularTimes: TimeCodec = {
  id: 1,
  name: 'regular',
  size: (column) => (column.regular ? 0 : Infinity),
  write: () => {},
  decode(memory, at, from, to, out, outIndex) {
    const start = chunkMinTime(memory, at);
    const step = chunkStep(memory, at);
    const shift = outIndex - from;
    for (let i = from; i < to; i++) out[i + shift] = start + i * step;
  },
  timestampAt: (memory, at, index) => chunkMinTime(memory, at) + index * chunkStep(memory, at),
  slack: () => NONE,
};
