/** What the nodes can carry and what is asked of them: what grafana.com's 6417 showed. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { gauge, graph, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const N = 'node=~"$node"';
/** What running and waiting pods ask for: those that ended hold nothing. */
const asked = (resource: string): string => `kube_pod_container_resource_requests{${N},resource="${resource}"}`;
const limits = (resource: string): string => `kube_pod_container_resource_limits{${N},resource="${resource}"}`;
const can = (resource: string): string => `kube_node_status_allocatable{${N},resource="${resource}"}`;
const pods = `count by (node) (kube_pod_info{${N}})`;
const fullness = { thresholds: risingThresholds(0.8, 0.95), width: 6 };

export const capacity = board({
  uid: 'capacity',
  title: 'Capacity',
  description:
    'Nodes and their conditions; requests and limits against what is allocatable; deployments, jobs and containers.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [6417],
  variables: [datasourceChoice('Prometheus'), anyOf('node', 'node', 'kube_node_info')],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Requested of allocatable', [
      gauge('CPU', query(`sum(${asked('cpu')}) / sum(${can('cpu')})`), fullness),
      gauge('Memory', query(`sum(${asked('memory')}) / sum(${can('memory')})`), fullness),
      gauge('Pods', query(`sum(${pods}) / sum(${can('pods')})`), fullness),
      gauge(
        'Filesystem of the nodes',
        query(
          '1 - sum(node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs"}) / sum(node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs"})',
        ),
        fullness,
      ),
      graph(
        'CPU by node',
        [
          query(`sum by (node) (${asked('cpu')})`, '{{node}} requests'),
          query(`sum by (node) (${limits('cpu')})`, '{{node}} limits'),
          query(`sum by (node) (${can('cpu')})`, '{{node}} allocatable'),
        ],
        { dashed: 'allocatable' },
      ),
      graph(
        'Memory by node',
        [
          query(`sum by (node) (${asked('memory')})`, '{{node}} requests'),
          query(`sum by (node) (${limits('memory')})`, '{{node}} limits'),
          query(`sum by (node) (${can('memory')})`, '{{node}} allocatable'),
        ],
        { unit: 'bytes', dashed: 'allocatable' },
      ),
      graph(
        'Pods by node',
        [query(pods, '{{node}}'), query(`sum by (node) (${can('pods')})`, '{{node}} allocatable')],
        {
          dashed: 'allocatable',
          width: 24,
          height: 6,
        },
      ),
    ]),
    row('Nodes', [
      stat('Nodes', query(`count(kube_node_info{${N}})`), { sparkline: false }),
      stat('Not ready', query(`sum(kube_node_status_condition{${N},condition="Ready",status!="true"})`), {
        thresholds: risingThresholds(1, 1),
      }),
      stat(
        'Under memory pressure',
        query(`sum(kube_node_status_condition{${N},condition="MemoryPressure",status="true"})`),
        {
          thresholds: risingThresholds(1, 1),
        },
      ),
      stat(
        'Under disk pressure',
        query(`sum(kube_node_status_condition{${N},condition="DiskPressure",status="true"})`),
        {
          thresholds: risingThresholds(1, 1),
        },
      ),
      stat('Cordoned', query(`sum(kube_node_spec_unschedulable{${N}})`), { thresholds: risingThresholds(1, 2) }),
      stat('Age of the youngest', query(`min(time() - kube_node_created{${N}})`), {
        unit: 'dtdurations',
        sparkline: false,
      }),
      table(
        'Versions',
        query(
          `max by (node, kubelet_version, os_image, kernel_version, container_runtime_version) (kube_node_info{${N}})`,
        ),
        [
          { field: 'node', title: 'Node' },
          { field: 'kubelet_version', title: 'Kubelet' },
          { field: 'os_image', title: 'System' },
          { field: 'kernel_version', title: 'Kernel' },
          { field: 'container_runtime_version', title: 'Runtime' },
        ],
        { height: 6 },
      ),
    ]),
    row('Workloads', [
      graph(
        'Replicas of deployments',
        [
          query('sum(kube_deployment_spec_replicas)', 'wanted'),
          query('sum(kube_deployment_status_replicas_available)', 'available'),
          query('sum(kube_deployment_status_replicas_unavailable)', 'unavailable'),
          query('sum(kube_deployment_status_replicas_updated)', 'up to date'),
        ],
        { width: 8 },
      ),
      graph(
        'Jobs',
        [
          query('sum(kube_job_status_active)', 'active'),
          query('sum(kube_job_status_succeeded)', 'succeeded'),
          query('sum(kube_job_status_failed)', 'failed'),
        ],
        { width: 8 },
      ),
      graph(
        'Containers',
        [
          query('sum(kube_pod_container_status_running)', 'running'),
          query('sum(kube_pod_container_status_waiting)', 'waiting'),
          query('sum(kube_pod_container_status_terminated)', 'terminated'),
        ],
        { width: 8 },
      ),
      graph(
        'Restarts in an hour',
        query('sum by (namespace) (increase(kube_pod_container_status_restarts_total[1h]))', '{{namespace}}'),
        {
          bars: true,
        },
      ),
      graph('Pods by phase', query('sum by (phase) (kube_pod_status_phase)', '{{phase}}'), { stack: true }),
    ]),
    row('Volumes', [
      graph(
        'Used',
        query(
          'kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes',
          '{{namespace}}/{{persistentvolumeclaim}}',
        ),
        {
          unit: 'percentunit',
          max: 1,
        },
      ),
      graph(
        'Full in four days, by the trend of six hours',
        query(
          'clamp_min(predict_linear(kubelet_volume_stats_available_bytes[6h], 345600), 0)',
          '{{namespace}}/{{persistentvolumeclaim}} left',
        ),
        { unit: 'bytes' },
      ),
    ]),
  ],
});
