import { seriesPerContainer } from '../families/table.js';
import { deriveStream } from '../random.js';

const VIRTUAL_BYTES = 1_300_000_000;
const HEAP_OBJECT_BYTES = 96;
/** One garbage collection in so many seconds. */
const COLLECTION_SEC = 120;
/** Typical pauses at the quantiles 0, 0.25, 0.5, 0.75 and 1, microseconds; each adds to the one before. */
const PAUSE_STEPS_MICROS = [20, 15, 25, 60, 400];
const QUANTILES = PAUSE_STEPS_MICROS.length;
/** Reads memory, heap and HTTP columns of the same frame. */
export function containerScrape(set, container) {
  const random = deriveStream(set.randomSeed, 'scrape', container.index);
  const samples = seriesPerContainer(set.metrics);
  let collectionsDue = random.next();
  let collections = 0;
  let pauseMicros = 0;
  let scrapes = 0;
  let wasUp = false;
  return ({ count, down, restarted }, frame) => {
    const heap = frame.column('go_memstats_heap_alloc_bytes');
    const inFlight = frame.column('http_requests_in_flight');
    const virtual = frame.column('process_virtual_memory_bytes');
    const threads = frame.column('go_threads');
    const pauses = frame.columnsOf('go_gc_duration_seconds', QUANTILES + 2);
    const allocated = frame.column('go_memstats_alloc_bytes');
    const objects = frame.column('go_memstats_heap_objects');
    const served = frame.column('promhttp_metric_handler_requests_total', 0);
    frame.column('promhttp_metric_handler_requests_total', 1).fill(0);
    frame.column('promhttp_metric_handler_requests_total', 2).fill(0);
    const scraping = frame.column('promhttp_metric_handler_requests_in_flight');
    const duration = frame.column('scrape_duration_seconds');
    const scraped = frame.column('scrape_samples_scraped');
    const kept = frame.column('scrape_samples_post_metric_relabeling');
    const added = frame.column('scrape_series_added');
    for (let i = 0; i < count; i++) {
      const isUp = down[i] === 0;
      const scrapeNoise = random.next();
      if (restarted[i] === 1) collections = pauseMicros = scrapes = 0;
      let quantileMicros = 0;
      for (let q = 0; q < QUANTILES; q++) {
        quantileMicros += Math.round(PAUSE_STEPS_MICROS[q] * (0.8 + 0.4 * random.next()));
        pauses[q][i] = isUp ? quantileMicros / 1e6 : 0;
        if (q === 2 && isUp) {
          collectionsDue += set.intervalSec / COLLECTION_SEC;
          const collected = Math.floor(collectionsDue);
          collectionsDue -= collected;
          collections += collected;
          pauseMicros += collected * quantileMicros;
        }
      }
      if (isUp) scrapes++;
      pauses[QUANTILES][i] = pauseMicros / 1e6;
      pauses[QUANTILES + 1][i] = collections;
      virtual[i] = isUp ? VIRTUAL_BYTES : 0;
      threads[i] = isUp ? 8 + Math.floor(inFlight[i] / 4) : 0;
      allocated[i] = heap[i];
      objects[i] = Math.floor(heap[i] / HEAP_OBJECT_BYTES);
      served[i] = scrapes;
      scraping[i] = isUp ? 1 : 0;
      duration[i] = (isUp ? Math.round(5000 + 10_000 * scrapeNoise) : 1000) / 1e6;
      scraped[i] = isUp ? samples : 0;
      kept[i] = isUp ? samples : 0;
      added[i] = isUp && !wasUp ? samples : 0;
      wasUp = isUp;
    }
  };
}
