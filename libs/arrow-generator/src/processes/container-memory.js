import { deriveStream } from '../random.js';
import { progressIn, windowAt } from './effects.js';
import { memoryLimitBytes, memoryRequestBytes, PAGE_BYTES } from './limits.js';
import { clamp } from './shape.js';
import { Walk } from './walk.js';

/** Beside rss and cache: kernel memory, as a share of the limit. */
const OVERHEAD_SHARE = 0.02;
/** Usage at the end of a leak, as a share of the limit. */
const LEAKED_SHARE = 0.98;
/** Families 8 to 13, 58 and 59. */
export function containerMemory(randomSeed, container) {
  const rssWalk = new Walk(deriveStream(randomSeed, 'rss', container.index));
  const cacheWalk = new Walk(deriveStream(randomSeed, 'cache', container.index));
  const limit = memoryLimitBytes(container);
  const limitPages = limit / PAGE_BYTES;
  const overheadPages = Math.floor(limitPages * OVERHEAD_SHARE);
  let highest = 0;
  let leakFromShare = 0;
  return ({ firstStep, count, down, restarted, load, effects }, frame) => {
    const usage = frame.column('container_memory_usage_bytes');
    const workingSet = frame.column('container_memory_working_set_bytes');
    const rss = frame.column('container_memory_rss');
    const cache = frame.column('container_memory_cache');
    const maxUsage = frame.column('container_memory_max_usage_bytes');
    frame.column('container_spec_memory_limit_bytes').fill(limit);
    frame.column('container_spec_memory_reservation_limit_bytes').fill(memoryRequestBytes(container));
    frame.column('container_memory_swap').fill(0);
    for (let i = 0; i < count; i++) {
      let share = clamp(0.3 + 0.12 * load[i] + rssWalk.next(), 0.15, 0.62);
      const cacheShare = clamp(0.09 + 2 * cacheWalk.next(), 0.06, 0.12);
      const leak = effects.leak.length === 0 ? undefined : windowAt(effects.leak, firstStep + i);
      if (leak !== undefined) {
        if (leak.from === firstStep + i) leakFromShare = share;
        const full = LEAKED_SHARE - cacheShare - OVERHEAD_SHARE;
        share = leakFromShare + (full - leakFromShare) * progressIn(leak, firstStep + i);
      }
      if (restarted[i] === 1) highest = 0;
      const up = down[i] === 0;
      const rssPages = up ? Math.floor(limitPages * share) : 0;
      const cachePages = up ? Math.floor(limitPages * cacheShare) : 0;
      const usedPages = up ? rssPages + cachePages + overheadPages : 0;
      const used = usedPages * PAGE_BYTES;
      highest = Math.max(highest, used);
      usage[i] = used;
      workingSet[i] = (usedPages - Math.floor(0.6 * cachePages)) * PAGE_BYTES;
      rss[i] = rssPages * PAGE_BYTES;
      cache[i] = cachePages * PAGE_BYTES;
      maxUsage[i] = highest;
    }
  };
}
