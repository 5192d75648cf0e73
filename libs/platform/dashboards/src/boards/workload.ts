/** Namespace, deployment, pod: what grafana.com's 7249 showed ("good summary, split by namespace, deployment, pods"). */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const D = 'namespace=~"$namespace",deployment=~"$deployment"';
const P = 'namespace=~"$namespace",pod=~"$pod"';
const C = `${P},container!="",container!="POD"`;
const cpu = `rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval])`;

export const workload = board({
  uid: 'workload',
  title: 'Workload',
  description: 'Deployments and their pods: CPU, memory, network, replicas wanted and available, restarts and phase.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [7249],
  variables: [
    datasourceChoice('Prometheus'),
    anyOf('namespace', 'namespace', 'kube_deployment_spec_replicas'),
    anyOf('deployment', 'deployment', 'kube_deployment_spec_replicas{namespace=~"$namespace"}'),
    // A ReplicaSet is named after its deployment, with a hash.
    anyOf(
      'pod',
      'pod',
      'kube_pod_info{namespace=~"$namespace",created_by_kind="ReplicaSet",created_by_name=~"$deployment-[a-z0-9]+"}',
    ),
  ],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Now', [
      stat('Deployments', query(`count(kube_deployment_spec_replicas{${D}})`), { sparkline: false }),
      stat(
        'Replicas available',
        query(`sum(kube_deployment_status_replicas_available{${D}}) / sum(kube_deployment_spec_replicas{${D}})`),
        {
          unit: 'percentunit',
          thresholds: fallingThresholds(1),
        },
      ),
      stat('CPU cores', query(`sum(${cpu})`), { decimals: 2 }),
      stat('Memory', query(`sum(container_memory_working_set_bytes{${C}})`), { unit: 'bytes' }),
      stat('Restarts, 1 h', query(`sum(increase(kube_pod_container_status_restarts_total{${P}}[1h]))`), {
        thresholds: risingThresholds(1, 5),
      }),
      stat('Pods not ready', query(`sum(kube_pod_status_ready{${P},condition!="true"})`), {
        thresholds: risingThresholds(1, 2),
      }),
    ]),
    row('Namespaces', [
      graph('CPU', query(`sum by (namespace) (${cpu})`, '{{namespace}}'), { stack: true, width: 8 }),
      graph('Memory', query(`sum by (namespace) (container_memory_working_set_bytes{${C}})`, '{{namespace}}'), {
        unit: 'bytes',
        stack: true,
        width: 8,
      }),
      graph(
        'Network',
        query(
          `sum by (namespace) (rate(container_network_receive_bytes_total{${P}}[$__rate_interval]) + rate(container_network_transmit_bytes_total{${P}}[$__rate_interval]))`,
          '{{namespace}}',
        ),
        {
          unit: 'Bps',
          stack: true,
          width: 8,
        },
      ),
    ]),
    row('Deployments', [
      graph(
        'Replicas',
        [
          query(
            `sum by (namespace, deployment) (kube_deployment_spec_replicas{${D}})`,
            '{{namespace}}/{{deployment}} wanted',
          ),
          query(
            `sum by (namespace, deployment) (kube_deployment_status_replicas_available{${D}})`,
            '{{namespace}}/{{deployment}} available',
          ),
        ],
        { dashed: 'wanted' },
      ),
      graph('Replicas that are out of date or unavailable', [
        query(
          `sum by (namespace, deployment) (kube_deployment_status_replicas{${D}} - kube_deployment_status_replicas_updated{${D}})`,
          '{{namespace}}/{{deployment}} out of date',
        ),
        query(
          `sum by (namespace, deployment) (kube_deployment_status_replicas_unavailable{${D}})`,
          '{{namespace}}/{{deployment}} unavailable',
        ),
      ]),
    ]),
    row('Pods', [
      graph('CPU', query(`sum by (namespace, pod) (${cpu})`, '{{namespace}}/{{pod}}'), { legendTable: true }),
      graph(
        'Memory',
        query(`sum by (namespace, pod) (container_memory_working_set_bytes{${C}})`, '{{namespace}}/{{pod}}'),
        {
          unit: 'bytes',
          legendTable: true,
        },
      ),
      graph(
        'Network in',
        query(
          `sum by (namespace, pod) (rate(container_network_receive_bytes_total{${P}}[$__rate_interval]))`,
          '{{namespace}}/{{pod}}',
        ),
        {
          unit: 'Bps',
        },
      ),
      graph(
        'Network out',
        query(
          `sum by (namespace, pod) (rate(container_network_transmit_bytes_total{${P}}[$__rate_interval]))`,
          '{{namespace}}/{{pod}}',
        ),
        {
          unit: 'Bps',
        },
      ),
      graph(
        'Restarts in an hour',
        query(
          `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${P}}[1h]))`,
          '{{namespace}}/{{pod}}',
        ),
        {
          bars: true,
        },
      ),
      graph('Phase', query(`sum by (phase) (kube_pod_status_phase{${P}})`, '{{phase}}'), { stack: true }),
    ]),
  ],
});
