/** The cluster on one page, by node and by namespace: what grafana.com's 8685 showed. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const NODE = 'node=~"$node"';
const NS = 'namespace=~"$namespace"';
const C = `${NODE},${NS},container!="",container!="POD"`;
const asked = (resource: string, by: string): string =>
  `sum by (${by}) (kube_pod_container_resource_requests{${NODE},${NS},resource="${resource}"})`;

export const summary = board({
  uid: 'summary',
  title: 'Cluster summary',
  description: 'The state of nodes and namespaces at a glance: readiness, requests, usage, restarts, ages.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [8685],
  variables: [
    datasourceChoice('Prometheus'),
    anyOf('node', 'node', 'kube_node_info'),
    anyOf('namespace', 'namespace', 'kube_pod_info'),
  ],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Now', [
      stat(
        'Nodes ready',
        query(
          `sum(kube_node_status_condition{${NODE},condition="Ready",status="true"}) / count(kube_node_info{${NODE}})`,
        ),
        {
          unit: 'percentunit',
          thresholds: fallingThresholds(1),
        },
      ),
      stat('Pods running', query(`sum(kube_pod_status_phase{${NS},phase="Running"})`)),
      stat('Pods that do not run', query(`sum(kube_pod_status_phase{${NS},phase=~"Pending|Failed|Unknown"})`), {
        thresholds: risingThresholds(1, 5),
      }),
      stat('Containers waiting', query(`sum(kube_pod_container_status_waiting{${NS}})`), {
        thresholds: risingThresholds(1, 5),
      }),
      stat(
        'Deployments incomplete',
        query(`sum(kube_deployment_status_replicas_unavailable{${NS}} > bool 0) or vector(0)`),
        {
          thresholds: risingThresholds(1, 3),
        },
      ),
      stat('Restarts, 24 h', query(`sum(increase(kube_pod_container_status_restarts_total{${NS}}[24h]))`), {
        thresholds: risingThresholds(5, 50),
      }),
    ]),
    row('By node', [
      table(
        'Nodes',
        [
          query(`max by (node) (kube_node_status_condition{${NODE},condition="Ready",status="true"})`),
          query(`count by (node) (kube_pod_info{${NODE}})`),
          query(`${asked('cpu', 'node')} / sum by (node) (kube_node_status_allocatable{${NODE},resource="cpu"})`),
          query(`${asked('memory', 'node')} / sum by (node) (kube_node_status_allocatable{${NODE},resource="memory"})`),
          query(`1 - avg by (node) (rate(node_cpu_seconds_total{${NODE},mode="idle"}[$__rate_interval]))`),
          query(`1 - max by (node) (node_memory_MemAvailable_bytes{${NODE}} / node_memory_MemTotal_bytes{${NODE}})`),
          query(
            `max by (node) (1 - node_filesystem_avail_bytes{${NODE},fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs"} / node_filesystem_size_bytes{${NODE},fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs"})`,
          ),
          query(`max by (node) (time() - node_boot_time_seconds{${NODE}})`),
        ],
        [
          { field: 'node', title: 'Node' },
          { field: 'Value #A', title: 'Ready', thresholds: fallingThresholds(1) },
          { field: 'Value #B', title: 'Pods' },
          { field: 'Value #C', title: 'CPU requested', unit: 'percentunit', thresholds: risingThresholds(0.8, 0.95) },
          {
            field: 'Value #D',
            title: 'Memory requested',
            unit: 'percentunit',
            thresholds: risingThresholds(0.8, 0.95),
          },
          { field: 'Value #E', title: 'CPU busy', unit: 'percentunit', thresholds: risingThresholds(0.7, 0.9) },
          { field: 'Value #F', title: 'Memory used', unit: 'percentunit', thresholds: risingThresholds(0.8, 0.9) },
          { field: 'Value #G', title: 'Fullest disk', unit: 'percentunit', thresholds: risingThresholds(0.8, 0.9) },
          { field: 'Value #H', title: 'Age', unit: 'dtdurations' },
        ],
        { sortBy: 'CPU requested' },
      ),
      graph(
        'CPU of containers',
        query(`sum by (node) (rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval]))`, '{{node}}'),
        { stack: true },
      ),
      graph('Memory of containers', query(`sum by (node) (container_memory_working_set_bytes{${C}})`, '{{node}}'), {
        unit: 'bytes',
        stack: true,
      }),
    ]),
    row('By namespace', [
      table(
        'Namespaces',
        [
          query(`count by (namespace) (kube_pod_info{${NS}})`),
          query(`sum by (namespace) (kube_pod_status_phase{${NS},phase="Running"})`),
          query(`sum by (namespace) (increase(kube_pod_container_status_restarts_total{${NS}}[24h]))`),
          query(asked('cpu', 'namespace')),
          query(`sum by (namespace) (rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval]))`),
          query(asked('memory', 'namespace')),
          query(`sum by (namespace) (container_memory_working_set_bytes{${C}})`),
        ],
        [
          { field: 'namespace', title: 'Namespace' },
          { field: 'Value #A', title: 'Pods' },
          { field: 'Value #B', title: 'Running' },
          { field: 'Value #C', title: 'Restarts, 24 h', thresholds: risingThresholds(1, 10) },
          { field: 'Value #D', title: 'CPU requested' },
          { field: 'Value #E', title: 'CPU used' },
          { field: 'Value #F', title: 'Memory requested', unit: 'bytes' },
          { field: 'Value #G', title: 'Memory used', unit: 'bytes' },
        ],
        { sortBy: 'Memory used' },
      ),
      graph('Pods', query(`count by (namespace) (kube_pod_info{${NS}})`, '{{namespace}}'), { stack: true }),
      graph(
        'Restarts in an hour',
        query(`sum by (namespace) (increase(kube_pod_container_status_restarts_total{${NS}}[1h]))`, '{{namespace}}'),
        {
          bars: true,
        },
      ),
    ]),
  ],
});
