/** Grafana 7.5.5 itself. Its request durations are summaries in milliseconds; histograms came with 8.0. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const grafana = board({
  uid: 'grafana',
  title: 'Grafana',
  description: 'Users, boards and requests of Grafana, and how long its data sources take.',
  folder: 'Observability',
  component: 'grafana',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'grafana_build_info')],
  rows: [
    row('Now', [
      stat('Boards', query(`max(grafana_stat_totals_dashboard{${I}})`), { sparkline: false }),
      stat('Folders', query(`max(grafana_stat_totals_folder{${I}})`), { sparkline: false }),
      stat('Data sources', query(`sum(max by (plugin_id) (grafana_stat_totals_datasource{${I}}))`), {
        sparkline: false,
      }),
      stat('Users', query(`max(grafana_stat_total_users{${I}})`), { sparkline: false }),
      stat('Users of the last 30 days', query(`max(grafana_stat_active_users{${I}})`), { sparkline: false }),
      stat('Requests', query(`sum(rate(http_request_total{${I}}[$__rate_interval]))`), { unit: 'reqps' }),
    ]),
    row('Requests', [
      graph(
        'Responses by kind and code',
        [
          query(`sum by (code) (rate(grafana_api_response_status_total{${I}}[$__rate_interval]))`, 'API {{code}}'),
          query(`sum by (code) (rate(grafana_page_response_status_total{${I}}[$__rate_interval]))`, 'pages {{code}}'),
          query(
            `sum by (code) (rate(grafana_proxy_response_status_total{${I}}[$__rate_interval]))`,
            'data sources {{code}}',
          ),
        ],
        { unit: 'reqps' },
      ),
      graph(
        'Requests by handler',
        query(`sum by (handler) (rate(http_request_total{${I}}[$__rate_interval]))`, '{{handler}}'),
        {
          unit: 'reqps',
        },
      ),
      graph(
        'Latency by handler, p90',
        query(`max by (handler) (http_request_duration_milliseconds{${I},quantile="0.9"})`, '{{handler}}'),
        { unit: 'ms' },
      ),
      graph(
        'Latency of data sources',
        query(`grafana_api_dataproxy_request_all_milliseconds{${I}}`, '{{instance}} p{{quantile}}'),
        { unit: 'ms' },
      ),
      graph('Logins', query(`increase(grafana_api_login_post_total{${I}}[1h])`, '{{instance}}'), { bars: true }),
      graph('Being served', query(`grafana_http_request_in_flight{${I}}`, '{{instance}}')),
    ]),
    processRow(I),
  ],
});
