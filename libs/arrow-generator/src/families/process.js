/** Families 49 to 56: the scrape, the process and its Go runtime. */
import { counter, eachOf, gauge, summary } from './family.js';
export const PROCESS_FAMILIES = [
  gauge('up', '1', '1 when the target was scraped, else 0.'),
  counter('process_cpu_seconds_total', 'seconds', 'CPU time of the process.'),
  gauge('process_resident_memory_bytes', 'bytes', 'Resident memory of the process.'),
  gauge('process_open_fds', 'descriptors', 'Open file descriptors.'),
  gauge('process_max_fds', 'descriptors', 'Limit of open file descriptors.'),
  gauge('process_start_time_seconds', 'seconds', 'Start of the process, Unix time.'),
  gauge('go_goroutines', 'goroutines', 'Goroutines that exist.'),
  gauge('go_memstats_heap_alloc_bytes', 'bytes', 'Heap in use.'),
];
/** Families 90 to 100. */
export const MORE_PROCESS_FAMILIES = [
  gauge('process_virtual_memory_bytes', 'bytes', 'Address space of the process.'),
  gauge('go_threads', 'threads', 'Operating system threads.'),
  summary('go_gc_duration_seconds', 'seconds', 'Stop-the-world pauses of the garbage collector.', [
    '0',
    '0.25',
    '0.5',
    '0.75',
    '1',
  ]),
  gauge('go_memstats_alloc_bytes', 'bytes', 'Bytes allocated.'),
  gauge('go_memstats_heap_objects', 'objects', 'Objects on the heap.'),
  counter(
    'promhttp_metric_handler_requests_total',
    'scrapes',
    'Scrapes served.',
    eachOf('code', ['200', '500', '503']),
  ),
  gauge('promhttp_metric_handler_requests_in_flight', 'scrapes', 'Scrapes being served.'),
  gauge('scrape_duration_seconds', 'seconds', 'Duration of the scrape.'),
  gauge('scrape_samples_scraped', 'samples', 'Samples in the scrape.'),
  gauge('scrape_samples_post_metric_relabeling', 'samples', 'Samples after relabelling.'),
  gauge('scrape_series_added', 'series', 'Series new in the scrape.'),
];
