/** The whole cluster by its cgroups: what grafana.com's 1621 and 315 showed. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { gauge, graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const N = 'node=~"$node"';
/** The cgroup of a whole machine. */
const ROOT = `${N},id="/"`;
/** Containers that run a program, without the sandbox of their pod. */
const CONTAINERS = `${N},container!="",container!="POD"`;
/** System services and everything else that is no pod. */
const SERVICES = `${N},pod="",id=~"/system.slice/.+"`;
const rate = (name: string, filter: string): string => `rate(${name}{${filter}}[$__rate_interval])`;
const fullness = { thresholds: risingThresholds(0.7, 0.9), width: 6 };

export const cluster = board({
  uid: 'cluster',
  title: 'Cluster',
  description:
    'CPU, memory, filesystem and network of the cluster and its nodes, by pod, container and system service.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [1621, 315],
  variables: [datasourceChoice('Prometheus'), anyOf('node', 'node', 'machine_cpu_cores')],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Used of total', [
      gauge(
        'Memory',
        query(`sum(container_memory_working_set_bytes{${ROOT}}) / sum(machine_memory_bytes{${N}})`),
        fullness,
      ),
      gauge(
        'CPU',
        query(`sum(${rate('container_cpu_usage_seconds_total', ROOT)}) / sum(machine_cpu_cores{${N}})`),
        fullness,
      ),
      gauge(
        'Filesystem',
        query(
          `sum(container_fs_usage_bytes{${ROOT},device=~"/dev/.+"}) / sum(container_fs_limit_bytes{${ROOT},device=~"/dev/.+"})`,
        ),
        fullness,
      ),
      gauge('Pods', query('sum(kubelet_running_pods) / sum(kube_node_status_allocatable{resource="pods"})'), fullness),
      stat('Memory used', query(`sum(container_memory_working_set_bytes{${ROOT}})`), { unit: 'bytes' }),
      stat('Memory in all', query(`sum(machine_memory_bytes{${N}})`), { unit: 'bytes', sparkline: false }),
      stat('Cores used', query(`sum(${rate('container_cpu_usage_seconds_total', ROOT)})`), { decimals: 2 }),
      stat('Cores in all', query(`sum(machine_cpu_cores{${N}})`), { sparkline: false }),
      stat('Pods running', query(`sum(kubelet_running_pods{${N}})`)),
      stat('Containers running', query(`sum(kubelet_running_containers{${N},container_state="running"})`)),
    ]),
    row('Nodes', [
      graph(
        'CPU',
        query(
          `sum by (node) (${rate('container_cpu_usage_seconds_total', ROOT)}) / sum by (node) (machine_cpu_cores{${N}})`,
          '{{node}}',
        ),
        {
          unit: 'percentunit',
        },
      ),
      graph(
        'Memory',
        query(
          `sum by (node) (container_memory_working_set_bytes{${ROOT}}) / sum by (node) (machine_memory_bytes{${N}})`,
          '{{node}}',
        ),
        {
          unit: 'percentunit',
        },
      ),
      graph(
        'Network',
        [
          query(`sum by (node) (${rate('container_network_receive_bytes_total', ROOT)})`, '{{node}} in'),
          query(`sum by (node) (${rate('container_network_transmit_bytes_total', ROOT)})`, '{{node}} out'),
        ],
        { unit: 'Bps', width: 8 },
      ),
      graph('Pods by phase', query('sum by (phase) (kube_pod_status_phase)', '{{phase}}'), { stack: true, width: 8 }),
      graph('Pods by node', query(`kubelet_running_pods{${N}}`, '{{node}}'), { width: 8 }),
    ]),
    row('By pod', [
      graph(
        'CPU',
        query(
          `sum by (namespace, pod) (${rate('container_cpu_usage_seconds_total', CONTAINERS)})`,
          '{{namespace}}/{{pod}}',
        ),
        {
          legendTable: true,
        },
      ),
      graph(
        'Memory',
        query(`sum by (namespace, pod) (container_memory_working_set_bytes{${CONTAINERS}})`, '{{namespace}}/{{pod}}'),
        {
          unit: 'bytes',
          legendTable: true,
        },
      ),
      graph(
        'Network',
        [
          query(
            `sum by (namespace, pod) (${rate('container_network_receive_bytes_total', `${N},pod!=""`)})`,
            '{{namespace}}/{{pod}} in',
          ),
          query(
            `sum by (namespace, pod) (${rate('container_network_transmit_bytes_total', `${N},pod!=""`)})`,
            '{{namespace}}/{{pod}} out',
          ),
        ],
        { unit: 'Bps', width: 24 },
      ),
    ]),
    row('By container', [
      graph(
        'CPU',
        query(`sum by (container) (${rate('container_cpu_usage_seconds_total', CONTAINERS)})`, '{{container}}'),
      ),
      graph(
        'Memory',
        query(`sum by (container) (container_memory_working_set_bytes{${CONTAINERS}})`, '{{container}}'),
        { unit: 'bytes' },
      ),
    ]),
    row('System services and other cgroups', [
      graph('CPU', query(`sum by (id) (${rate('container_cpu_usage_seconds_total', SERVICES)})`, '{{id}}')),
      graph('Memory', query(`sum by (id) (container_memory_working_set_bytes{${SERVICES}})`, '{{id}}'), {
        unit: 'bytes',
      }),
    ]),
    row('Kubelets', [
      graph(
        'Calls of the container runtime',
        query(`sum by (operation_type) (${rate('kubelet_runtime_operations_total', N)})`, '{{operation_type}}'),
        {
          unit: 'ops',
          width: 8,
        },
      ),
      graph(
        'Time to start a pod, p90',
        query(
          `histogram_quantile(0.9, sum by (node, le) (${rate('kubelet_pod_start_duration_seconds_bucket', N)}))`,
          '{{node}}',
        ),
        { unit: 's', width: 8 },
      ),
      graph(
        'Time to relist, p99',
        query(
          `histogram_quantile(0.99, sum by (node, le) (${rate('kubelet_pleg_relist_duration_seconds_bucket', N)}))`,
          '{{node}}',
        ),
        { unit: 's', width: 8 },
      ),
    ]),
  ],
});
