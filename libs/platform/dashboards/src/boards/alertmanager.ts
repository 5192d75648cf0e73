/** Alertmanager: alerts in, notifications out. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const alertmanager = board({
  uid: 'alertmanager',
  title: 'Alertmanager',
  description: 'Alerts received, notifications sent and failed, silences, and the cluster of Alertmanagers.',
  folder: 'Observability',
  component: 'alertmanager',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'alertmanager_build_info')],
  rows: [
    row('Now', [
      stat('Configuration', query(`min(alertmanager_config_last_reload_successful{${I}})`), {
        unit: 'none',
        words: { '0': 'refused', '1': 'loaded' },
        thresholds: fallingThresholds(1),
        sparkline: false,
      }),
      stat('Active alerts', query(`max(alertmanager_alerts{${I},state="active"})`)),
      stat('Suppressed alerts', query(`max(alertmanager_alerts{${I},state="suppressed"})`)),
      stat('Active silences', query(`max(alertmanager_silences{${I},state="active"})`)),
      stat(
        'Notifications that failed, 1 h',
        query(`sum(increase(alertmanager_notifications_failed_total{${I}}[1h]))`),
        {
          thresholds: risingThresholds(1, 10),
        },
      ),
      stat('Members', query(`max(alertmanager_cluster_members{${I}})`)),
    ]),
    row('Alerts', [
      graph('Alerts', query(`max by (state) (alertmanager_alerts{${I}})`, '{{state}}')),
      graph(
        'Alerts received',
        [
          query(`sum by (status) (rate(alertmanager_alerts_received_total{${I}}[$__rate_interval]))`, '{{status}}'),
          query(`sum(rate(alertmanager_alerts_invalid_total{${I}}[$__rate_interval]))`, 'refused'),
        ],
        { unit: 'ops' },
      ),
    ]),
    row('Notifications', [
      graph(
        'Sent',
        query(
          `sum by (integration) (rate(alertmanager_notifications_total{${I}}[$__rate_interval]))`,
          '{{integration}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Failed',
        query(
          `sum by (integration, reason) (rate(alertmanager_notifications_failed_total{${I}}[$__rate_interval]))`,
          '{{integration}} {{reason}}',
        ),
        { unit: 'ops' },
      ),
      graph(
        'Latency, p90',
        query(
          `histogram_quantile(0.9, sum by (integration, le) (rate(alertmanager_notification_latency_seconds_bucket{${I}}[$__rate_interval])))`,
          '{{integration}}',
        ),
        { unit: 's' },
      ),
      graph(
        'Suppressed',
        query(
          `sum by (reason) (rate(alertmanager_notifications_suppressed_total{${I}}[$__rate_interval]))`,
          '{{reason}}',
        ),
        {
          unit: 'ops',
        },
      ),
    ]),
    row('Cluster and requests', [
      graph(
        'Members',
        [
          query(`alertmanager_cluster_members{${I}}`, '{{instance}} members'),
          query(`alertmanager_cluster_failed_peers{${I}}`, '{{instance}} failed'),
          query(`alertmanager_cluster_health_score{${I}}`, '{{instance}} health score'),
        ],
        { width: 8 },
      ),
      graph('Silences', query(`alertmanager_silences{${I}}`, '{{instance}} {{state}}'), { width: 8 }),
      graph(
        'Latency of requests, p90',
        query(
          `histogram_quantile(0.9, sum by (handler, le) (rate(alertmanager_http_request_duration_seconds_bucket{${I}}[$__rate_interval])))`,
          '{{handler}}',
        ),
        { unit: 's', width: 8 },
      ),
    ]),
    processRow(I),
  ],
});
