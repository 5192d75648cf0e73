/** The OpenTelemetry collector 0.38.0 by its self-metrics, whose counters have no `_total` yet. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const I = 'instance=~"$instance"';
const rate = (name: string): string => `rate(${name}{${I}}[$__rate_interval])`;

export const otelCollector = board({
  uid: 'otel-collector',
  title: 'OpenTelemetry collector',
  description: 'Spans and metric points through the collector: taken in, refused, sent, not sent.',
  folder: 'Observability',
  component: 'otel-collector',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'otelcol_process_uptime')],
  rows: [
    row('Now', [
      stat('Spans in', query(`sum(${rate('otelcol_receiver_accepted_spans')})`), { unit: 'ops' }),
      stat('Metric points in', query(`sum(${rate('otelcol_receiver_accepted_metric_points')})`), { unit: 'ops' }),
      stat(
        'Refused',
        query(
          `sum(${rate('otelcol_receiver_refused_spans')}) + sum(${rate('otelcol_receiver_refused_metric_points')})`,
        ),
        { unit: 'ops', thresholds: risingThresholds(0.1, 10) },
      ),
      stat(
        'Not sent',
        query(
          `sum(${rate('otelcol_exporter_send_failed_spans')}) + sum(${rate('otelcol_exporter_send_failed_metric_points')})`,
        ),
        { unit: 'ops', thresholds: risingThresholds(0.1, 10) },
      ),
      stat('Longest queue', query(`max(otelcol_exporter_queue_size{${I}})`), {
        thresholds: risingThresholds(1_000, 4_000),
      }),
      stat('Up since', query(`min(otelcol_process_uptime{${I}})`), { unit: 'dtdurations', sparkline: false }),
    ]),
    row('In', [
      graph(
        'Spans',
        query(
          `sum by (receiver, transport) (${rate('otelcol_receiver_accepted_spans')})`,
          '{{receiver}} {{transport}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Metric points',
        query(
          `sum by (receiver, transport) (${rate('otelcol_receiver_accepted_metric_points')})`,
          '{{receiver}} {{transport}}',
        ),
        { unit: 'ops' },
      ),
      graph(
        'Refused',
        [
          query(`sum by (receiver) (${rate('otelcol_receiver_refused_spans')})`, '{{receiver}} spans'),
          query(`sum by (receiver) (${rate('otelcol_receiver_refused_metric_points')})`, '{{receiver}} metric points'),
          query(`sum by (processor) (${rate('otelcol_processor_refused_spans')})`, '{{processor}} spans'),
          query(
            `sum by (processor) (${rate('otelcol_processor_refused_metric_points')})`,
            '{{processor}} metric points',
          ),
        ],
        { unit: 'ops' },
      ),
      graph(
        'Size of batches, p50 and p99',
        [0.5, 0.99].map((quantile) =>
          query(
            `histogram_quantile(${quantile}, sum by (processor, le) (${rate('otelcol_processor_batch_batch_send_size_bucket')}))`,
            `{{processor}} p${quantile * 100}`,
          ),
        ),
      ),
    ]),
    row('Out', [
      graph('Spans sent', query(`sum by (exporter) (${rate('otelcol_exporter_sent_spans')})`, '{{exporter}}'), {
        unit: 'ops',
      }),
      graph(
        'Metric points sent',
        query(`sum by (exporter) (${rate('otelcol_exporter_sent_metric_points')})`, '{{exporter}}'),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Not sent',
        [
          query(`sum by (exporter) (${rate('otelcol_exporter_send_failed_spans')})`, '{{exporter}} spans'),
          query(
            `sum by (exporter) (${rate('otelcol_exporter_send_failed_metric_points')})`,
            '{{exporter}} metric points',
          ),
          query(
            `sum by (exporter) (${rate('otelcol_exporter_enqueue_failed_spans')})`,
            '{{exporter}} spans, queue full',
          ),
          query(
            `sum by (exporter) (${rate('otelcol_exporter_enqueue_failed_metric_points')})`,
            '{{exporter}} points, queue full',
          ),
        ],
        { unit: 'ops' },
      ),
      graph('Queues', query(`otelcol_exporter_queue_size{${I}}`, '{{exporter}}')),
    ]),
    row('Process', [
      graph('CPU cores', query(rate('otelcol_process_cpu_seconds'), '{{instance}}'), { width: 8 }),
      graph(
        'Memory',
        [
          query(`otelcol_process_memory_rss{${I}}`, '{{instance}} resident'),
          query(`otelcol_process_runtime_heap_alloc_bytes{${I}}`, '{{instance}} heap'),
        ],
        { unit: 'bytes', width: 8 },
      ),
      graph('Allocated', query(rate('otelcol_process_runtime_total_alloc_bytes'), '{{instance}}'), {
        unit: 'Bps',
        width: 8,
      }),
    ]),
  ],
});
