/** Prometheus itself: what it scrapes, stores, evaluates and sends. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';
const third = { width: 8 } as const;

export const prometheus = board({
  uid: 'prometheus',
  title: 'Prometheus',
  description: 'Scraping, storage, queries, rules and notifications of Prometheus.',
  folder: 'Observability',
  component: 'prometheus',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'prometheus_build_info')],
  presets: ['now-1h', 'now-6h', 'now-24h'],
  rows: [
    row('Now', [
      stat('Ready', query(`min(prometheus_ready{${I}})`), {
        unit: 'none',
        words: { '0': 'no', '1': 'yes' },
        thresholds: fallingThresholds(1),
        sparkline: false,
      }),
      stat('Configuration', query(`min(prometheus_config_last_reload_successful{${I}})`), {
        unit: 'none',
        words: { '0': 'refused', '1': 'loaded' },
        thresholds: fallingThresholds(1),
        sparkline: false,
      }),
      stat('Targets', query(`sum(prometheus_target_scrape_pool_targets{${I}})`)),
      stat('Series', query(`sum(prometheus_tsdb_head_series{${I}})`)),
      stat(
        'Samples per second',
        query(`sum(rate(prometheus_tsdb_head_samples_appended_total{${I}}[$__rate_interval]))`),
        {
          unit: 'ops',
        },
      ),
      stat('Rules that fail, 1 h', query(`sum(increase(prometheus_rule_evaluation_failures_total{${I}}[1h]))`), {
        thresholds: risingThresholds(1, 10),
      }),
    ]),
    row('Scraping', [
      graph('Targets by pool', query(`prometheus_target_scrape_pool_targets{${I}}`, '{{scrape_job}}'), third),
      graph(
        'Interval between scrapes',
        query(`prometheus_target_interval_length_seconds{${I}}`, '{{interval}} p{{quantile}}'),
        {
          ...third,
          unit: 's',
          min: null,
        },
      ),
      graph('Targets discovered', query(`prometheus_sd_discovered_targets{${I}}`, '{{config}}'), third),
      graph(
        'Samples refused',
        [
          query(
            `rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{${I}}[$__rate_interval])`,
            'same time',
          ),
          query(`rate(prometheus_target_scrapes_sample_out_of_order_total{${I}}[$__rate_interval])`, 'out of order'),
          query(`rate(prometheus_target_scrapes_sample_out_of_bounds_total{${I}}[$__rate_interval])`, 'out of bounds'),
          query(
            `rate(prometheus_target_scrapes_exceeded_sample_limit_total{${I}}[$__rate_interval])`,
            'scrapes over the limit',
          ),
        ],
        { unit: 'ops' },
      ),
      graph(
        'Targets down',
        query('count by (job) (up == 0)', '{{job}}', { mayBeEmpty: 'no target is down while all is well' }),
      ),
    ]),
    row('Storage', [
      graph('Series in the head', query(`prometheus_tsdb_head_series{${I}}`, '{{instance}}'), third),
      graph(
        'Samples appended',
        query(`sum by (type) (rate(prometheus_tsdb_head_samples_appended_total{${I}}[$__rate_interval]))`, '{{type}}'),
        {
          ...third,
          unit: 'ops',
        },
      ),
      graph(
        'Bytes on disk',
        [
          query(`prometheus_tsdb_storage_blocks_bytes{${I}}`, 'blocks'),
          query(`prometheus_tsdb_wal_storage_size_bytes{${I}}`, 'write-ahead log'),
          query(`prometheus_tsdb_head_chunks_storage_size_bytes{${I}}`, 'head chunks'),
        ],
        { ...third, unit: 'bytes', stack: true },
      ),
      graph(
        'Series created',
        query(`rate(prometheus_tsdb_head_series_created_total{${I}}[$__rate_interval])`, '{{instance}}'),
        {
          ...third,
          unit: 'ops',
        },
      ),
      graph(
        'Compactions',
        [
          query(`increase(prometheus_tsdb_compactions_total{${I}}[1h])`, 'done in 1 h'),
          query(`increase(prometheus_tsdb_compactions_failed_total{${I}}[1h])`, 'failed in 1 h'),
        ],
        third,
      ),
      graph(
        'Age of the oldest sample',
        query(`time() - prometheus_tsdb_lowest_timestamp_seconds{${I}}`, '{{instance}}'),
        {
          ...third,
          unit: 'dtdurations',
        },
      ),
    ]),
    row('Queries', [
      graph(
        'Requests',
        query(
          `sum by (handler, code) (rate(prometheus_http_requests_total{${I}}[$__rate_interval]))`,
          '{{handler}} {{code}}',
        ),
        {
          unit: 'reqps',
        },
      ),
      graph(
        'Latency of requests, p90',
        query(
          `histogram_quantile(0.9, sum by (handler, le) (rate(prometheus_http_request_duration_seconds_bucket{${I}}[$__rate_interval])))`,
          '{{handler}}',
        ),
        { unit: 's' },
      ),
      graph(
        'Duration of queries, p90',
        query(`prometheus_engine_query_duration_seconds{${I},quantile="0.9"}`, '{{slice}}'),
        { unit: 's' },
      ),
      graph(
        'Queries at once',
        [
          query(`prometheus_engine_queries{${I}}`, '{{instance}}'),
          query(`prometheus_engine_queries_concurrent_max{${I}}`, '{{instance}} limit'),
        ],
        { dashed: 'limit' },
      ),
    ]),
    row('Rules and notifications', [
      table(
        'Rule groups',
        [
          query(`max by (rule_group) (prometheus_rule_group_last_duration_seconds{${I}})`),
          query(`max by (rule_group) (prometheus_rule_group_interval_seconds{${I}})`),
          query(`max by (rule_group) (prometheus_rule_group_rules{${I}})`),
          query(`sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total{${I}}[1h]))`),
        ],
        [
          { field: 'rule_group', title: 'Group' },
          { field: 'Value #A', title: 'Last duration', unit: 's' },
          { field: 'Value #B', title: 'Interval', unit: 's' },
          { field: 'Value #C', title: 'Rules' },
          { field: 'Value #D', title: 'Failures, 1 h', thresholds: risingThresholds(1, 10) },
        ],
        { sortBy: 'Last duration' },
      ),
      graph(
        'Alerts sent',
        [
          query(
            `sum by (alertmanager) (rate(prometheus_notifications_sent_total{${I}}[$__rate_interval]))`,
            '{{alertmanager}}',
          ),
          query(
            `sum by (alertmanager) (rate(prometheus_notifications_errors_total{${I}}[$__rate_interval]))`,
            '{{alertmanager}} failed',
          ),
          query(`sum(rate(prometheus_notifications_dropped_total{${I}}[$__rate_interval]))`, 'dropped'),
        ],
        { unit: 'ops' },
      ),
      graph(
        'Alerts waiting',
        [
          query(`prometheus_notifications_queue_length{${I}}`, '{{instance}}'),
          query(`prometheus_notifications_queue_capacity{${I}}`, '{{instance}} limit'),
        ],
        { dashed: 'limit' },
      ),
    ]),
    processRow(I),
  ],
});
