/** Traefik's entry points and services: what grafana.com's 4475 showed. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, heatmap, pie, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';
const E = `${I},entrypoint=~"$entrypoint"`;
const S = `${I},service=~"$service"`;
const entrypointRequests = `rate(traefik_entrypoint_requests_total{${E}}[$__rate_interval])`;
const serviceRequests = `rate(traefik_service_requests_total{${S}}[$__rate_interval])`;
const errors = (name: string, filter: string): string => `rate(${name}{${filter},code=~"5.."}[$__rate_interval])`;

export const traefik = board({
  uid: 'traefik',
  title: 'Traefik',
  description: 'Requests, latency and errors of Traefik by entry point and by service, and its configuration.',
  folder: 'API ecosystem',
  component: 'traefik',
  replaces: [4475],
  variables: [
    datasourceChoice('Prometheus'),
    anyOf('instance', 'instance', 'traefik_config_last_reload_success'),
    anyOf('entrypoint', 'entrypoint', 'traefik_entrypoint_requests_total{instance=~"$instance"}'),
    anyOf('service', 'service', 'traefik_service_requests_total{instance=~"$instance"}'),
  ],
  presets: ['now-1h', 'now-6h', 'now-24h'],
  rows: [
    row('Now', [
      stat('Requests', query(`sum(${entrypointRequests})`), { unit: 'reqps' }),
      stat('Errors', query(`sum(${errors('traefik_entrypoint_requests_total', E)}) / sum(${entrypointRequests})`), {
        unit: 'percentunit',
        thresholds: risingThresholds(0.01, 0.05),
      }),
      stat(
        'Mean latency',
        query(
          `sum(rate(traefik_entrypoint_request_duration_seconds_sum{${E}}[$__rate_interval])) / sum(rate(traefik_entrypoint_request_duration_seconds_count{${E}}[$__rate_interval]))`,
        ),
        { unit: 's', thresholds: risingThresholds(0.5, 2) },
      ),
      stat('Open connections', query(`sum(traefik_open_connections{${E}})`)),
      stat('Configuration loaded', query(`time() - max(traefik_config_last_reload_success{${I}})`), {
        unit: 'dtdurations',
        sparkline: false,
      }),
      stat('Certificate ends in', query(`min(traefik_tls_certs_not_after{${I}}) - time()`), {
        unit: 'dtdurations',
        thresholds: fallingThresholds(1_209_600),
        sparkline: false,
      }),
    ]),
    row('Entry points', [
      graph('Requests by code', query(`sum by (entrypoint, code) (${entrypointRequests})`, '{{entrypoint}} {{code}}'), {
        unit: 'reqps',
      }),
      graph(
        'Latency, p50 and p99',
        [0.5, 0.99].map((quantile) =>
          query(
            `histogram_quantile(${quantile}, sum by (entrypoint, le) (rate(traefik_entrypoint_request_duration_seconds_bucket{${E}}[$__rate_interval])))`,
            `{{entrypoint}} p${quantile * 100}`,
          ),
        ),
        { unit: 's' },
      ),
      graph(
        'Open connections',
        query(`sum by (entrypoint, protocol) (traefik_open_connections{${E}})`, '{{entrypoint}} {{protocol}}'),
        {
          width: 8,
        },
      ),
      graph(
        'Bytes',
        [
          query(
            `sum by (entrypoint) (rate(traefik_entrypoint_requests_bytes_total{${E}}[$__rate_interval]))`,
            '{{entrypoint}} in',
          ),
          query(
            `sum by (entrypoint) (rate(traefik_entrypoint_responses_bytes_total{${E}}[$__rate_interval]))`,
            '{{entrypoint}} out',
          ),
        ],
        { unit: 'Bps', width: 8 },
      ),
      pie(
        'Codes of the last hour',
        query(`sum by (code) (increase(traefik_entrypoint_requests_total{${E}}[1h]))`, '{{code}}'),
      ),
    ]),
    row('Services', [
      graph('Requests by code', query(`sum by (service, code) (${serviceRequests})`, '{{service}} {{code}}'), {
        unit: 'reqps',
      }),
      graph(
        'Mean latency',
        query(
          `sum by (service) (rate(traefik_service_request_duration_seconds_sum{${S}}[$__rate_interval])) / sum by (service) (rate(traefik_service_request_duration_seconds_count{${S}}[$__rate_interval]))`,
          '{{service}}',
        ),
        { unit: 's' },
      ),
      graph(
        'Latency, p99',
        query(
          `histogram_quantile(0.99, sum by (service, le) (rate(traefik_service_request_duration_seconds_bucket{${S}}[$__rate_interval])))`,
          '{{service}}',
        ),
        { unit: 's' },
      ),
      heatmap(
        'Latency of all services',
        query(`sum by (le) (rate(traefik_service_request_duration_seconds_bucket{${S}}[$__rate_interval]))`, '{{le}}'),
      ),
      graph(
        'Errors',
        query(
          `sum by (service) (${errors('traefik_service_requests_total', S)}) / sum by (service) (${serviceRequests})`,
          '{{service}}',
        ),
        { unit: 'percentunit' },
      ),
      graph(
        'Retries',
        query(`sum by (service) (rate(traefik_service_retries_total{${S}}[$__rate_interval]))`, '{{service}}'),
        {
          unit: 'ops',
        },
      ),
    ]),
    processRow(I),
  ],
});
