/** The Prometheus operator: does it keep up with its objects? */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const prometheusOperator = board({
  uid: 'prometheus-operator',
  title: 'Prometheus operator',
  description: 'Reconciliations of the Prometheus operator, and the objects that it manages or rejects.',
  folder: 'Observability',
  component: 'prometheus-operator',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'prometheus_operator_build_info')],
  rows: [
    row('Now', [
      stat('Controllers ready', query(`min(prometheus_operator_ready{${I}})`), {
        unit: 'none',
        words: { '0': 'not all', '1': 'all' },
        thresholds: fallingThresholds(1),
        sparkline: false,
      }),
      stat('Objects that fail to sync', query(`sum(prometheus_operator_syncs{${I},status="failed"})`), {
        thresholds: risingThresholds(1, 2),
      }),
      stat('Resources rejected', query(`sum(prometheus_operator_managed_resources{${I},state="rejected"})`), {
        thresholds: risingThresholds(1, 5),
      }),
      stat('Resources selected', query(`sum(prometheus_operator_managed_resources{${I},state="selected"})`)),
    ]),
    row('Reconciling', [
      graph(
        'Reconciliations',
        [
          query(
            `sum by (controller) (rate(prometheus_operator_reconcile_operations_total{${I}}[$__rate_interval]))`,
            '{{controller}}',
          ),
          query(
            `sum by (controller) (rate(prometheus_operator_reconcile_errors_total{${I}}[$__rate_interval]))`,
            '{{controller}} failed',
          ),
        ],
        { unit: 'ops' },
      ),
      graph(
        'Duration of reconciliations, p90',
        query(
          `histogram_quantile(0.9, sum by (controller, le) (rate(prometheus_operator_reconcile_duration_seconds_bucket{${I}}[$__rate_interval])))`,
          '{{controller}}',
        ),
        { unit: 's' },
      ),
      graph('Resources', query(`prometheus_operator_managed_resources{${I}}`, '{{resource}} {{state}}')),
      graph(
        'Triggers',
        query(
          `sum by (triggered_by, action) (rate(prometheus_operator_triggered_total{${I}}[$__rate_interval]))`,
          '{{triggered_by}} {{action}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Calls of the API server that fail',
        [
          query(
            `sum by (controller) (rate(prometheus_operator_list_operations_failed_total{${I}}[$__rate_interval]))`,
            '{{controller}} list',
          ),
          query(
            `sum by (controller) (rate(prometheus_operator_watch_operations_failed_total{${I}}[$__rate_interval]))`,
            '{{controller}} watch',
          ),
          query(
            `sum by (controller) (rate(prometheus_operator_status_update_errors_total{${I}}[$__rate_interval]))`,
            '{{controller}} status',
          ),
        ],
        { unit: 'ops' },
      ),
      graph(
        'Requests to the API server',
        query(
          `sum by (status_code) (rate(prometheus_operator_kubernetes_client_http_requests_total{${I}}[$__rate_interval]))`,
          '{{status_code}}',
        ),
        {
          unit: 'reqps',
        },
      ),
    ]),
    processRow(I),
  ],
});
