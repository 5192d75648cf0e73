/** Jaeger 1.29.0 all-in-one. Its collector's families lack `collector_`, which only the separate binary adds. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, heatmap, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const jaeger = board({
  uid: 'jaeger',
  title: 'Jaeger',
  description: 'Spans received, saved and dropped by Jaeger, its queue, and reads of traces.',
  folder: 'Observability',
  component: 'jaeger',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'jaeger_build_info')],
  rows: [
    row('Now', [
      stat('Spans received', query(`sum(rate(jaeger_spans_received_total{${I}}[$__rate_interval]))`), { unit: 'ops' }),
      stat('Spans saved', query(`sum(rate(jaeger_spans_saved_by_svc_total{${I},result="ok"}[$__rate_interval]))`), {
        unit: 'ops',
      }),
      stat('Spans not saved, 1 h', query(`sum(increase(jaeger_spans_saved_by_svc_total{${I},result="err"}[1h]))`), {
        thresholds: risingThresholds(1, 100),
      }),
      stat('Spans dropped, 1 h', query(`sum(increase(jaeger_spans_dropped_total{${I}}[1h]))`), {
        thresholds: risingThresholds(1, 100),
      }),
      stat('Queue', query(`max(jaeger_queue_length{${I}} / jaeger_queue_capacity{${I}})`), {
        unit: 'percentunit',
        thresholds: risingThresholds(0.5, 0.9),
      }),
      stat('Reads', query(`sum(rate(jaeger_query_requests_total{${I}}[$__rate_interval]))`), { unit: 'reqps' }),
    ]),
    row('Spans', [
      graph(
        'Received by service',
        query(`sum by (svc) (rate(jaeger_spans_received_total{${I}}[$__rate_interval]))`, '{{svc}}'),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Received by format',
        query(
          `sum by (format, transport) (rate(jaeger_spans_received_total{${I}}[$__rate_interval]))`,
          '{{format}} {{transport}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Refused, dropped, not saved',
        [
          query(`sum(rate(jaeger_spans_rejected_total{${I}}[$__rate_interval]))`, 'refused'),
          query(`sum(rate(jaeger_spans_dropped_total{${I}}[$__rate_interval]))`, 'dropped'),
          query(`sum(rate(jaeger_spans_saved_by_svc_total{${I},result="err"}[$__rate_interval]))`, 'not saved'),
        ],
        { unit: 'ops' },
      ),
      graph(
        'Queue',
        [
          query(`jaeger_queue_length{${I}}`, '{{instance}}'),
          query(`jaeger_queue_capacity{${I}}`, '{{instance}} limit'),
        ],
        { dashed: 'limit' },
      ),
      heatmap(
        'Time in the queue',
        query(`sum by (le) (rate(jaeger_in_queue_latency_bucket{${I}}[$__rate_interval]))`, '{{le}}'),
      ),
      graph(
        'Time to save, p99',
        query(
          `histogram_quantile(0.99, sum by (instance, le) (rate(jaeger_save_latency_bucket{${I}}[$__rate_interval])))`,
          '{{instance}}',
        ),
        { unit: 's' },
      ),
    ]),
    row('Reads', [
      graph(
        'Reads',
        query(
          `sum by (operation, result) (rate(jaeger_query_requests_total{${I}}[$__rate_interval]))`,
          '{{operation}} {{result}}',
        ),
        {
          unit: 'reqps',
        },
      ),
      graph(
        'Latency of reads, p90',
        query(
          `histogram_quantile(0.9, sum by (operation, le) (rate(jaeger_query_latency_bucket{${I}}[$__rate_interval])))`,
          '{{operation}}',
        ),
        { unit: 's' },
      ),
    ]),
    processRow(I),
  ],
});
