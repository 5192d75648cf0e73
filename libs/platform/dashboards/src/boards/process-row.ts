/** The row that boards of Go programs end with: what the client library says of its process. */
import { type Row, row } from '../layout.ts';
import { graph } from '../panels/make-panel.ts';
import { query } from '../query.ts';

/** `filter` selects the program's targets: `instance=~"$instance"`. */
export function processRow(filter: string, options: { readonly go?: boolean } = {}): Row {
  const quarter = { width: 6, height: 7 };
  const rest =
    options.go === false
      ? [
          graph('Age', query(`time() - process_start_time_seconds{${filter}}`, '{{instance}}'), {
            ...quarter,
            unit: 'dtdurations',
          }),
        ]
      : [
          graph('Goroutines', query(`go_goroutines{${filter}}`, '{{instance}}'), quarter),
          graph('Open files', query(`process_open_fds{${filter}} / process_max_fds{${filter}}`, '{{instance}}'), {
            ...quarter,
            unit: 'percentunit',
          }),
        ];
  return row('Process', [
    graph('CPU cores', query(`rate(process_cpu_seconds_total{${filter}}[$__rate_interval])`, '{{instance}}'), quarter),
    graph(
      'Memory',
      [
        query(`process_resident_memory_bytes{${filter}}`, '{{instance}} resident'),
        ...(options.go === false ? [] : [query(`go_memstats_heap_alloc_bytes{${filter}}`, '{{instance}} heap')]),
      ],
      { ...quarter, unit: 'bytes' },
    ),
    ...rest,
  ]);
}
