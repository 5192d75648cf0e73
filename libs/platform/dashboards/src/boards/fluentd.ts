/** Fluentd on the nodes: records out, and what waits in its buffers. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const I = 'instance=~"$instance"';
const out = (name: string): string => `fluentd_output_status_${name}{${I}}`;

export const fluentd = board({
  uid: 'fluentd',
  title: 'Fluentd',
  description: 'Log records that Fluentd passed on, retries and errors, and the state of its buffers by output.',
  folder: 'Observability',
  component: 'fluentd',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'fluentd_output_status_emit_records')],
  rows: [
    row('Now', [
      stat('Records', query(`sum(rate(${out('emit_records')}[$__rate_interval]))`), { unit: 'ops' }),
      stat('Nodes', query(`count(count by (instance) (${out('emit_records')}))`)),
      stat('Errors, 1 h', query(`sum(increase(${out('num_errors')}[1h]))`), { thresholds: risingThresholds(1, 100) }),
      stat('Retries now', query(`sum(${out('retry_count')})`), { thresholds: risingThresholds(1, 10) }),
      stat('Buffered', query(`sum(${out('buffer_total_bytes')})`), { unit: 'bytes' }),
      stat('Least free buffer', query(`min(${out('buffer_available_space_ratio')}) / 100`), {
        unit: 'percentunit',
        thresholds: fallingThresholds(0.2),
      }),
    ]),
    row('Outputs', [
      graph(
        'Records',
        query(`sum by (plugin_id, type) (rate(${out('emit_records')}[$__rate_interval]))`, '{{plugin_id}} {{type}}'),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Chunks written',
        query(
          `sum by (instance, plugin_id) (rate(${out('write_count')}[$__rate_interval]))`,
          '{{instance}} {{plugin_id}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph('Errors and roll-backs', [
        query(`sum by (instance, plugin_id) (increase(${out('num_errors')}[5m]))`, '{{instance}} {{plugin_id}} errors'),
        query(
          `sum by (instance, plugin_id) (increase(${out('rollback_count')}[5m]))`,
          '{{instance}} {{plugin_id}} put back',
        ),
      ]),
      graph(
        'Time to flush a chunk',
        query(
          `sum by (instance) (rate(${out('flush_time_count')}[$__rate_interval])) / sum by (instance) (rate(${out('write_count')}[$__rate_interval]))`,
          '{{instance}}',
        ),
        { unit: 'ms' },
      ),
    ]),
    row('Buffers', [
      graph('Bytes', query(out('buffer_total_bytes'), '{{instance}} {{plugin_id}}'), { unit: 'bytes', width: 8 }),
      graph('Chunks queued', query(out('buffer_queue_length'), '{{instance}} {{plugin_id}}'), { width: 8 }),
      graph('Free space', query(`${out('buffer_available_space_ratio')} / 100`, '{{instance}} {{plugin_id}}'), {
        unit: 'percentunit',
        max: 1,
        width: 8,
      }),
      graph(
        'Read from files',
        query(`sum by (instance) (rate(fluentd_tail_file_position{${I}}[$__rate_interval]))`, '{{instance}}'),
        {
          unit: 'Bps',
          width: 24,
          height: 6,
        },
      ),
    ]),
  ],
});
