/** An app: requests, errors and latency at its door, and its pods against their limits: what grafana.com's 1471 showed. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice, oneOf } from '../variable.ts';
import { limitsRow } from './limits.ts';

const C = 'namespace="$namespace",container=~"$container",container!="",container!="POD"';
/** Traefik's names of services begin with their namespace. */
const S = 'service=~"$namespace-.+"';
const requests = `rate(traefik_service_requests_total{${S}}[$__rate_interval])`;
const buckets = `sum by (le) (rate(traefik_service_request_duration_seconds_bucket{${S}}[$__rate_interval]))`;
const NOT_ROUTED = 'not every namespace has a service behind Traefik';
const OWN = 'namespace="$namespace"';
const NOT_MEASURED = 'not every app counts its own requests';
const quantiles = [0.5, 0.9, 0.99];

export const app = board({
  uid: 'app',
  title: 'App',
  description:
    'Request rate, errors and latency of an app, and CPU and memory of its pods compared to limits and requests.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [1471],
  variables: [
    datasourceChoice('Prometheus'),
    oneOf('namespace', 'namespace', 'kube_pod_container_info'),
    anyOf('container', 'container', 'kube_pod_container_info{namespace="$namespace"}'),
  ],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Now', [
      stat('Pods', query(`count(count by (pod) (kube_pod_container_info{${C}}))`)),
      stat(
        'CPU of a pod, mean',
        query(`avg(sum by (pod) (rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval])))`),
        {
          decimals: 3,
        },
      ),
      stat('Memory of a pod, mean', query(`avg(sum by (pod) (container_memory_working_set_bytes{${C}}))`), {
        unit: 'bytes',
      }),
      stat('Requests', query(`sum(${requests})`, '', { mayBeEmpty: NOT_ROUTED }), { unit: 'reqps' }),
      stat(
        'Errors',
        query(`sum(rate(traefik_service_requests_total{${S},code=~"5.."}[$__rate_interval])) / sum(${requests})`, '', {
          mayBeEmpty: NOT_ROUTED,
        }),
        { unit: 'percentunit', thresholds: risingThresholds(0.01, 0.05) },
      ),
      stat('Latency, p99', query(`histogram_quantile(0.99, ${buckets})`, '', { mayBeEmpty: NOT_ROUTED }), {
        unit: 's',
        thresholds: risingThresholds(1, 5),
      }),
    ]),
    row('Requests at the door (Traefik)', [
      graph(
        'Requests by code',
        query(`sum by (service, code) (${requests})`, '{{service}} {{code}}', { mayBeEmpty: NOT_ROUTED }),
        {
          unit: 'reqps',
          stack: true,
        },
      ),
      graph(
        'Latency',
        quantiles.map((quantile) =>
          query(`histogram_quantile(${quantile}, ${buckets})`, `p${quantile * 100}`, { mayBeEmpty: NOT_ROUTED }),
        ),
        { unit: 's' },
      ),
    ]),
    row('Requests as the app counts them', [
      graph(
        'Requests by code',
        query(`sum by (code) (rate(http_requests_total{${OWN}}[$__rate_interval]))`, '{{code}}', {
          mayBeEmpty: NOT_MEASURED,
        }),
        { unit: 'reqps', stack: true, width: 8 },
      ),
      graph(
        'Errors',
        query(
          `sum(rate(http_requests_total{${OWN},code=~"5.."}[$__rate_interval])) / sum(rate(http_requests_total{${OWN}}[$__rate_interval]))`,
          'errors',
          { mayBeEmpty: NOT_MEASURED },
        ),
        { unit: 'percentunit', width: 8 },
      ),
      graph(
        'Latency',
        quantiles.map((quantile) =>
          query(
            `histogram_quantile(${quantile}, sum by (le) (rate(http_request_duration_seconds_bucket{${OWN}}[$__rate_interval])))`,
            `p${quantile * 100}`,
            { mayBeEmpty: NOT_MEASURED },
          ),
        ),
        { unit: 's', width: 8 },
      ),
    ]),
    row('Pods', [
      graph('CPU', query(`sum by (pod) (rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval]))`, '{{pod}}'), {
        legendTable: true,
      }),
      graph('Memory', query(`sum by (pod) (container_memory_working_set_bytes{${C}})`, '{{pod}}'), {
        unit: 'bytes',
        legendTable: true,
      }),
    ]),
    limitsRow(C, 'pod, container'),
  ],
});
