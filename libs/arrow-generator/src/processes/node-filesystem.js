import { deriveStream } from '../random.js';
import { progressIn, windowAt } from './effects.js';
import { PAGE_BYTES } from './limits.js';
import { floorTo, sawTooth } from './shape.js';

const GIB = 1024 * 1024 * 1024;
const DAY_SEC = 86_400;
/** Of `/` and `/var/lib/containerd`, in the order of the families' series. */
const SIZES_BYTES = [100 * GIB, 200 * GIB];
const CONTAINERD = 1;
/** Share that is still free at the end of the disk-fill anomaly. */
const FILLED_FREE = 0.03;
/** Families 32 and 33. */
export function nodeFilesystem(set, node, effects) {
  const random = deriveStream(set.randomSeed, 'node-filesystem', node.index);
  const phases = SIZES_BYTES.map(() => random.next());
  return ({ firstStep, count }, frame) => {
    SIZES_BYTES.forEach((size, k) => {
      frame.column('node_filesystem_size_bytes', k).fill(size);
      const avail = frame.column('node_filesystem_avail_bytes', k);
      const phase = phases[k];
      for (let i = 0; i < count; i++) avail[i] = floorTo(size * freeShare(firstStep + i, phase, k), PAGE_BYTES);
    });
  };
  function freeShare(step, phase, filesystem) {
    const fill = filesystem === CONTAINERD ? windowAt(effects.diskFill, step) : undefined;
    if (fill === undefined) return healthyShare(step, phase);
    const before = healthyShare(fill.from, phase);
    return before + (FILLED_FREE - before) * progressIn(fill, step);
  }
  function healthyShare(step, phase) {
    return 0.65 - 0.3 * sawTooth(set.startSec + step * set.intervalSec, DAY_SEC, phase);
  }
}
