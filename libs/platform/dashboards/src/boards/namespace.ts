/** One namespace with everything in it: pods of all owners, quotas of CPU and memory, volumes. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { limitsRow } from './limits.ts';

const N = 'namespace=~"$namespace"';
const C = `${N},container!="",container!="POD"`;
const cpu = `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval]))`;
const memory = `sum by (namespace, pod) (container_memory_working_set_bytes{${C}})`;
const asked = (kind: 'requests' | 'limits', resource: 'cpu' | 'memory'): string =>
  `sum by (namespace, pod) (kube_pod_container_resource_${kind}{${N},resource="${resource}"})`;

export const namespace = board({
  uid: 'namespace',
  title: 'Namespace',
  description:
    'Everything in a namespace: pods of deployments, stateful sets, daemon sets and jobs; usage, requests, limits, volumes.',
  folder: 'Kubernetes',
  component: 'insights',
  variables: [datasourceChoice('Prometheus'), anyOf('namespace', 'namespace', 'kube_pod_info')],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Now', [
      stat('Pods', query(`count(kube_pod_info{${N}})`)),
      stat('Running', query(`sum(kube_pod_status_phase{${N},phase="Running"})`)),
      stat('Pending or failed', query(`sum(kube_pod_status_phase{${N},phase=~"Pending|Failed|Unknown"})`), {
        thresholds: risingThresholds(1, 3),
      }),
      stat('CPU of requests', query(`sum(${cpu}) / sum(${asked('requests', 'cpu')})`), {
        unit: 'percentunit',
        thresholds: risingThresholds(0.9, 1.5),
      }),
      stat('Memory of requests', query(`sum(${memory}) / sum(${asked('requests', 'memory')})`), {
        unit: 'percentunit',
        thresholds: risingThresholds(0.9, 1.2),
      }),
      stat('Restarts, 24 h', query(`sum(increase(kube_pod_container_status_restarts_total{${N}}[24h]))`), {
        thresholds: risingThresholds(1, 10),
      }),
    ]),
    row('Pods', [
      table(
        'Pods',
        [
          query(cpu),
          query(asked('requests', 'cpu')),
          query(asked('limits', 'cpu')),
          query(memory),
          query(asked('requests', 'memory')),
          query(asked('limits', 'memory')),
        ],
        [
          { field: 'namespace', title: 'Namespace' },
          { field: 'pod', title: 'Pod' },
          { field: 'Value #A', title: 'CPU' },
          { field: 'Value #B', title: 'CPU request' },
          { field: 'Value #C', title: 'CPU limit' },
          { field: 'Value #D', title: 'Memory', unit: 'bytes' },
          { field: 'Value #E', title: 'Memory request', unit: 'bytes' },
          { field: 'Value #F', title: 'Memory limit', unit: 'bytes' },
        ],
        { sortBy: 'Memory' },
      ),
      graph('CPU', query(cpu, '{{namespace}}/{{pod}}')),
      graph('Memory', query(memory, '{{namespace}}/{{pod}}'), { unit: 'bytes' }),
      graph(
        'Network',
        [
          query(
            `sum by (namespace, pod) (rate(container_network_receive_bytes_total{${N}}[$__rate_interval]))`,
            '{{namespace}}/{{pod}} in',
          ),
          query(
            `sum by (namespace, pod) (rate(container_network_transmit_bytes_total{${N}}[$__rate_interval]))`,
            '{{namespace}}/{{pod}} out',
          ),
        ],
        { unit: 'Bps' },
      ),
      graph(
        'Restarts in an hour',
        query(
          `sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total{${N}}[1h]))`,
          '{{pod}}/{{container}}',
        ),
        {
          bars: true,
        },
      ),
    ]),
    limitsRow(C, 'namespace'),
    row('Workloads', [
      graph('Pods by owner', query(`count by (created_by_kind) (kube_pod_info{${N}})`, '{{created_by_kind}}'), {
        stack: true,
        width: 8,
      }),
      graph(
        'Wanted and ready',
        [
          query(`sum by (namespace) (kube_deployment_spec_replicas{${N}})`, '{{namespace}} deployments, wanted', {
            mayBeEmpty: 'not every namespace has a deployment',
          }),
          query(`sum by (namespace) (kube_deployment_status_replicas_ready{${N}})`, '{{namespace}} deployments', {
            mayBeEmpty: 'not every namespace has a deployment',
          }),
          query(`sum by (namespace) (kube_statefulset_replicas{${N}})`, '{{namespace}} stateful sets, wanted', {
            mayBeEmpty: 'not every namespace has a stateful set',
          }),
          query(`sum by (namespace) (kube_statefulset_status_replicas_ready{${N}})`, '{{namespace}} stateful sets', {
            mayBeEmpty: 'not every namespace has a stateful set',
          }),
          query(
            `sum by (namespace) (kube_daemonset_status_desired_number_scheduled{${N}})`,
            '{{namespace}} daemon sets, wanted',
            {
              mayBeEmpty: 'not every namespace has a daemon set',
            },
          ),
          query(`sum by (namespace) (kube_daemonset_status_number_ready{${N}})`, '{{namespace}} daemon sets', {
            mayBeEmpty: 'not every namespace has a daemon set',
          }),
        ],
        { width: 16, dashed: 'wanted' },
      ),
    ]),
    row('Volumes', [
      graph(
        'Used',
        query(
          `kubelet_volume_stats_used_bytes{${N}} / kubelet_volume_stats_capacity_bytes{${N}}`,
          '{{namespace}}/{{persistentvolumeclaim}}',
          { mayBeEmpty: 'not every namespace has a volume' },
        ),
        { unit: 'percentunit', max: 1 },
      ),
      graph(
        'Asked for',
        query(
          `sum by (namespace, persistentvolumeclaim) (kube_persistentvolumeclaim_resource_requests_storage_bytes{${N}})`,
          '{{namespace}}/{{persistentvolumeclaim}}',
          { mayBeEmpty: 'not every namespace has a volume' },
        ),
        { unit: 'bytes' },
      ),
    ]),
  ],
});
