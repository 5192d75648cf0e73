/** MyTSDB by its own metrics. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, heatmap, stat } from '../panels/make-panel.ts';
import { errorQuery, query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';
const third = { width: 8 } as const;

export const mytsdb = board({
  uid: 'mytsdb',
  title: 'MyTSDB',
  description: 'The in-memory time-series database: ingestion by protocol, queries, memory by part, limits.',
  folder: 'MyTSDB',
  component: 'mytsdb',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'mytsdb_build_info')],
  presets: ['now-1h', 'now-6h', 'now-24h'],
  rows: [
    row('Now', [
      stat('Ready', query(`min(mytsdb_state{${I},state="ready"})`), {
        unit: 'none',
        words: { '0': 'no', '1': 'yes' },
        thresholds: fallingThresholds(1),
        sparkline: false,
      }),
      stat('Series', query(`sum(mytsdb_series{${I}})`)),
      stat('Samples', query(`sum(mytsdb_samples{${I}})`)),
      stat('Samples in', query(`sum(rate(mytsdb_ingested_samples_total{${I}}[$__rate_interval]))`), { unit: 'ops' }),
      stat('Queries', query(`sum(rate(mytsdb_query_duration_seconds_count{${I}}[$__rate_interval]))`), {
        unit: 'reqps',
      }),
      stat('Age of the newest sample', query(`max(time() - mytsdb_newest_sample_seconds{${I}})`), {
        unit: 's',
        thresholds: risingThresholds(120, 300),
      }),
    ]),
    row('Ingestion', [
      graph(
        'Samples accepted',
        query(`sum by (protocol) (rate(mytsdb_ingested_samples_total{${I}}[$__rate_interval]))`, '{{protocol}}'),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Samples refused',
        errorQuery(
          `sum by (protocol, reason) (rate(mytsdb_rejected_samples_total{${I}}[$__rate_interval]))`,
          '{{protocol}} {{reason}}',
          'a server that never refused a sample has no such series',
        ),
        { unit: 'ops' },
      ),
      graph(
        'gRPC calls',
        query(
          `sum by (protocol, method, code) (rate(mytsdb_grpc_calls_total{${I}}[$__rate_interval]))`,
          '{{protocol}} {{method}} {{code}}',
        ),
        {
          unit: 'reqps',
        },
      ),
      graph(
        'Limits passed, writes put off',
        [
          errorQuery(
            `sum by (limit) (rate(mytsdb_limit_passed_total{${I}}[$__rate_interval]))`,
            '{{limit}}',
            'a server whose limits were never reached has no such series',
          ),
          errorQuery(
            `sum by (protocol) (rate(mytsdb_overloaded_total{${I}}[$__rate_interval]))`,
            '{{protocol}} put off',
            'a server that was never overloaded has no such series',
          ),
        ],
        { unit: 'ops' },
      ),
      graph('Writes waiting', query(`mytsdb_waiting_writes{${I}}`, '{{instance}}'), { width: 24, height: 5 }),
    ]),
    row('Queries', [
      graph(
        'Queries by route',
        query(`sum by (route) (rate(mytsdb_query_duration_seconds_count{${I}}[$__rate_interval]))`, '{{route}}'),
        {
          ...third,
          unit: 'reqps',
        },
      ),
      graph(
        'Duration, p50 and p99',
        [0.5, 0.99].map((quantile) =>
          query(
            `histogram_quantile(${quantile}, sum by (route, le) (rate(mytsdb_query_duration_seconds_bucket{${I}}[$__rate_interval])))`,
            `{{route}} p${quantile * 100}`,
          ),
        ),
        { ...third, unit: 's' },
      ),
      heatmap(
        'Duration',
        query(`sum by (le) (rate(mytsdb_query_duration_seconds_bucket{${I}}[$__rate_interval]))`, '{{le}}'),
        third,
      ),
      graph(
        'Errors and refusals',
        [
          errorQuery(
            `sum by (route, type) (rate(mytsdb_query_errors_total{${I}}[$__rate_interval]))`,
            '{{route}} {{type}}',
            'a server that never failed has no such series',
          ),
          errorQuery(
            `sum by (reason) (rate(mytsdb_queries_refused_total{${I}}[$__rate_interval]))`,
            'refused: {{reason}}',
            'a server that never refused a query has no such series',
          ),
        ],
        { ...third, unit: 'ops' },
      ),
      graph(
        'Running and waiting',
        [
          query(`mytsdb_queries{${I}}`, '{{instance}} {{state}}'),
          query(`mytsdb_query_threads{${I}}`, '{{instance}} threads'),
        ],
        { ...third, dashed: 'threads' },
      ),
      graph(
        'Query threads that ended',
        query(`increase(mytsdb_query_thread_crashes_total{${I}}[1h])`, '{{instance}}'),
        third,
      ),
    ]),
    row('Store', [
      graph('Memory by part', query(`sum by (part) (mytsdb_memory_bytes{${I}})`, '{{part}}'), {
        ...third,
        unit: 'bytes',
        stack: true,
      }),
      graph('Series', query(`mytsdb_series{${I}}`, '{{instance}}'), third),
      graph(
        'Bytes per sample',
        query(
          `sum by (instance) (mytsdb_memory_bytes{${I},part=~"store_chunks|store_open"}) / sum by (instance) (mytsdb_samples{${I}})`,
          '{{instance}}',
        ),
        third,
      ),
      graph(
        'Samples dropped',
        query(`sum by (cause) (rate(mytsdb_dropped_samples_total{${I}}[$__rate_interval]))`, '{{cause}}'),
        {
          ...third,
          unit: 'ops',
        },
      ),
      graph(
        'Span of the data',
        query(`mytsdb_newest_sample_seconds{${I}} - mytsdb_oldest_sample_seconds{${I}}`, '{{instance}}'),
        {
          ...third,
          unit: 'dtdurations',
        },
      ),
      graph('State', query(`max by (state) (mytsdb_state{${I}})`, '{{state}}'), third),
    ]),
    row('HTTP', [
      graph(
        'Requests',
        query(
          `sum by (handler, code) (rate(mytsdb_http_requests_total{${I}}[$__rate_interval]))`,
          '{{handler}} {{code}}',
        ),
        {
          unit: 'reqps',
        },
      ),
      graph(
        'Mean time of a request',
        query(
          `sum by (handler) (rate(mytsdb_http_request_seconds_total{${I}}[$__rate_interval])) / sum by (handler) (rate(mytsdb_http_requests_total{${I}}[$__rate_interval]))`,
          '{{handler}}',
        ),
        { unit: 's' },
      ),
      graph('Connections', query(`mytsdb_http_connections{${I}}`, '{{instance}} {{port}}')),
      graph('Lag of the event loop', query(`mytsdb_event_loop_lag_seconds{${I}}`, '{{instance}} p{{quantile}}'), {
        unit: 's',
      }),
    ]),
    processRow(I, { go: false }),
  ],
});
