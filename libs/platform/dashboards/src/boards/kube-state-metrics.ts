/** kube-state-metrics itself: what it lists and watches. The objects are on the Kubernetes boards. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const kubeStateMetrics = board({
  uid: 'kube-state-metrics',
  title: 'kube-state-metrics',
  description: 'Lists and watches of kube-state-metrics, how many objects it holds, and its own process.',
  folder: 'Observability',
  component: 'kube-state-metrics',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'kube_state_metrics_build_info')],
  rows: [
    row('Now', [
      stat('Objects', query(`sum(kube_state_metrics_list_objects{${I}})`)),
      stat('Kinds', query(`count(count by (resource) (kube_state_metrics_list_total{${I}}))`)),
      stat('Lists that failed, 1 h', query(`sum(increase(kube_state_metrics_list_total{${I},result="error"}[1h]))`), {
        thresholds: risingThresholds(1, 10),
      }),
      stat(
        'Watches that failed, 1 h',
        query(`sum(increase(kube_state_metrics_watch_total{${I},result="error"}[1h]))`),
        {
          thresholds: risingThresholds(1, 10),
        },
      ),
    ]),
    row('Lists and watches', [
      graph('Objects by kind', query(`kube_state_metrics_list_objects{${I}}`, '{{resource}}')),
      graph(
        'Watches',
        query(
          `sum by (resource, result) (rate(kube_state_metrics_watch_total{${I}}[$__rate_interval]))`,
          '{{resource}} {{result}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Lists',
        query(
          `sum by (resource, result) (rate(kube_state_metrics_list_total{${I}}[$__rate_interval]))`,
          '{{resource}} {{result}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Duration of a scrape, p99',
        query(
          'histogram_quantile(0.99, sum by (handler, le) (rate(http_request_duration_seconds_bucket{job="kube-state-metrics"}[$__rate_interval])))',
          '{{handler}}',
        ),
        { unit: 's' },
      ),
    ]),
    processRow(I),
  ],
});
