import { deriveStream } from '../random.js';
import { NODE_MEMORY_BYTES } from './limits.js';
import { clamp } from './shape.js';
import { Walk } from './walk.js';

const KIB = 1024;
const TOTAL_KIB = NODE_MEMORY_BYTES / KIB;
/** Families 27 to 31, 74 and 75. */
export function nodeMemory(randomSeed, node) {
  const usedWalk = new Walk(deriveStream(randomSeed, 'node-memory', node.index));
  const cacheWalk = new Walk(deriveStream(randomSeed, 'node-cache', node.index));
  return ({ count, meanLoad }, frame) => {
    frame.column('node_memory_MemTotal_bytes').fill(NODE_MEMORY_BYTES);
    frame.column('node_memory_SwapTotal_bytes').fill(0);
    frame.column('node_memory_SwapFree_bytes').fill(0);
    const available = frame.column('node_memory_MemAvailable_bytes');
    const free = frame.column('node_memory_MemFree_bytes');
    const buffers = frame.column('node_memory_Buffers_bytes');
    const cached = frame.column('node_memory_Cached_bytes');
    for (let i = 0; i < count; i++) {
      const usedShare = clamp(0.3 + 0.18 * meanLoad[i] + usedWalk.next(), 0.2, 0.78);
      const walk = cacheWalk.next();
      const buffersKib = Math.floor(TOTAL_KIB * clamp(0.02 + 0.2 * walk, 0.015, 0.025));
      const cachedKib = Math.floor(TOTAL_KIB * clamp(0.12 + 0.4 * walk, 0.11, 0.13));
      const freeKib = TOTAL_KIB - Math.floor(TOTAL_KIB * usedShare) - buffersKib - cachedKib;
      free[i] = freeKib * KIB;
      buffers[i] = buffersKib * KIB;
      cached[i] = cachedKib * KIB;
      available[i] = (freeKib + Math.floor(0.9 * (buffersKib + cachedKib))) * KIB;
    }
  };
}
