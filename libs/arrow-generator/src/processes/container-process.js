import { deriveStream } from '../random.js';
import { PAGE_BYTES } from './limits.js';
import { floorTo, sawTooth } from './shape.js';

const DAY_SEC = 86_400;
const MAX_FDS = 1_048_576;
/** The heap fills and is collected once in 4 to 12 minutes. */
const MIN_HEAP_CYCLE_SEC = 240;
const MAX_HEAP_CYCLE_SEC = 720;
const HEAP_UNIT_BYTES = 1024;
/** Families 22 and 49 to 56. Reads CPU, memory and HTTP columns of the same frame. */
export function containerRuntime(set, container) {
  const random = deriveStream(set.randomSeed, 'process', container.index);
  let startSec = set.startSec - DAY_SEC - Math.floor(random.next() * 29 * DAY_SEC);
  const heapCycleSec = MIN_HEAP_CYCLE_SEC + Math.floor(random.next() * (MAX_HEAP_CYCLE_SEC - MIN_HEAP_CYCLE_SEC));
  const heapPhase = random.next();
  return ({ firstStep, count, down, restarted }, frame) => {
    const usage = frame.column('container_cpu_usage_seconds_total');
    const rss = frame.column('container_memory_rss');
    const inFlight = frame.column('http_requests_in_flight');
    const containerStart = frame.column('container_start_time_seconds');
    const up = frame.column('up');
    const cpu = frame.column('process_cpu_seconds_total');
    const resident = frame.column('process_resident_memory_bytes');
    const fds = frame.column('process_open_fds');
    const processStart = frame.column('process_start_time_seconds');
    const goroutines = frame.column('go_goroutines');
    const heap = frame.column('go_memstats_heap_alloc_bytes');
    frame.column('process_max_fds').fill(MAX_FDS);
    for (let i = 0; i < count; i++) {
      const timeSec = set.startSec + (firstStep + i) * set.intervalSec;
      if (restarted[i] === 1) startSec = timeSec;
      const isUp = 1 - down[i];
      const rssNow = rss[i];
      const inFlightNow = inFlight[i];
      containerStart[i] = startSec;
      processStart[i] = startSec + 1;
      up[i] = isUp;
      cpu[i] = Math.floor(usage[i] * 95) / 100;
      resident[i] = floorTo(rssNow * 0.95, PAGE_BYTES);
      fds[i] = isUp * (20 + 2 * inFlightNow);
      goroutines[i] = isUp * (30 + 4 * inFlightNow);
      heap[i] = floorTo(rssNow * (0.25 + 0.25 * sawTooth(timeSec, heapCycleSec, heapPhase)), HEAP_UNIT_BYTES);
    }
  };
}
