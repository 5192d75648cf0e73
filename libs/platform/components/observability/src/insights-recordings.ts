/** Recording rules over containers, workloads, namespaces and the cluster: what boards and cost views read instead of raw series. */
import type { Recording } from '@chimera/platform-kit';

/** A real container: not the pod's cgroup, not the sandbox. */
const CONTAINER = 'container!="",container!="POD"';

/** Usage of pods: everything below is a sum of these. */
const perPod: readonly Recording[] = [
  {
    record: 'namespace_pod_container:container_cpu_usage_seconds:rate5m',
    expr: `sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{${CONTAINER}}[5m]))`,
  },
  {
    record: 'namespace_pod_container:container_memory_working_set_bytes:sum',
    expr: `sum by (namespace, pod, container) (container_memory_working_set_bytes{${CONTAINER}})`,
  },
  {
    record: 'namespace_pod:container_cpu_usage_seconds:rate5m',
    expr: 'sum by (namespace, pod) (namespace_pod_container:container_cpu_usage_seconds:rate5m)',
  },
  {
    record: 'namespace_pod:container_memory_working_set_bytes:sum',
    expr: 'sum by (namespace, pod) (namespace_pod_container:container_memory_working_set_bytes:sum)',
  },
  {
    record: 'namespace_pod:container_network_receive_bytes:rate5m',
    expr: 'sum by (namespace, pod) (rate(container_network_receive_bytes_total{pod!=""}[5m]))',
  },
  {
    record: 'namespace_pod:container_network_transmit_bytes:rate5m',
    expr: 'sum by (namespace, pod) (rate(container_network_transmit_bytes_total{pod!=""}[5m]))',
  },
];

const USAGES = [
  'container_cpu_usage_seconds:rate5m',
  'container_memory_working_set_bytes:sum',
  'container_network_receive_bytes:rate5m',
  'container_network_transmit_bytes:rate5m',
] as const;

const perNamespace: readonly Recording[] = [
  ...USAGES.map((usage) => ({ record: `namespace:${usage}`, expr: `sum by (namespace) (namespace_pod:${usage})` })),
  // Requests of pods that are over no longer hold anything.
  ...(['cpu', 'memory'] as const).flatMap((resource) =>
    (['requests', 'limits'] as const).map((kind) => ({
      record: `namespace:kube_pod_container_resource_${kind}_${resource}:sum`,
      expr: `sum by (namespace) (sum by (namespace, pod) (kube_pod_container_resource_${kind}{resource="${resource}"}) * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1))`,
    })),
  ),
];

/** From pods to what made them; a Deployment's pods belong to its ReplicaSets. */
const OWNER = 'namespace_workload_pod:kube_pod_owner:relabel';
const owners: readonly Recording[] = [
  {
    record: OWNER,
    expr: 'max by (namespace, workload, pod) (label_replace(label_replace(kube_pod_owner{owner_kind="ReplicaSet"}, "replicaset", "$1", "owner_name", "(.*)") * on (namespace, replicaset) group_left (deployment) max by (namespace, replicaset, deployment) (label_replace(kube_replicaset_owner{owner_kind="Deployment"}, "deployment", "$1", "owner_name", "(.*)")), "workload", "$1", "deployment", "(.*)"))',
    labels: { workload_type: 'deployment' },
  },
  ...(['StatefulSet', 'DaemonSet', 'Job'] as const).map((kind) => ({
    record: OWNER,
    expr: `max by (namespace, workload, pod) (label_replace(kube_pod_owner{owner_kind="${kind}"}, "workload", "$1", "owner_name", "(.*)"))`,
    labels: { workload_type: kind.toLowerCase() },
  })),
];

const perWorkload: readonly Recording[] = USAGES.map((usage) => ({
  record: `namespace_workload:${usage}`,
  expr: `sum by (namespace, workload, workload_type) (namespace_pod:${usage} * on (namespace, pod) group_left (workload, workload_type) ${OWNER})`,
}));

const GIB = 2 ** 30;

/** What a namespace costs: it pays for what it asked for or used, whichever is more. Boards multiply by prices. */
const cost: readonly Recording[] = [
  {
    record: 'namespace:billed_cpu_cores:max',
    expr: larger(
      'namespace:container_cpu_usage_seconds:rate5m',
      'namespace:kube_pod_container_resource_requests_cpu:sum',
    ),
  },
  {
    record: 'namespace:billed_memory_gib:max',
    expr: `(${larger('namespace:container_memory_working_set_bytes:sum', 'namespace:kube_pod_container_resource_requests_memory:sum')}) / ${GIB}`,
  },
  {
    record: 'namespace:billed_storage_gib:sum',
    expr: `sum by (namespace) (kube_persistentvolumeclaim_resource_requests_storage_bytes) / ${GIB}`,
  },
];

function larger(a: string, b: string): string {
  return `${a} > ${b} or ${b} or ${a}`;
}

const cluster: readonly Recording[] = [
  {
    record: 'cluster:container_cpu_usage:ratio_rate5m',
    expr: 'sum(rate(container_cpu_usage_seconds_total{id="/"}[5m])) / sum(machine_cpu_cores)',
  },
  {
    record: 'cluster:container_memory_working_set:ratio',
    expr: 'sum(container_memory_working_set_bytes{id="/"}) / sum(machine_memory_bytes)',
  },
  {
    record: 'cluster:kube_pod_container_resource_requests_cpu:ratio',
    expr: 'sum(namespace:kube_pod_container_resource_requests_cpu:sum) / sum(kube_node_status_allocatable{resource="cpu"})',
  },
  {
    record: 'cluster:kube_pod_container_resource_requests_memory:ratio',
    expr: 'sum(namespace:kube_pod_container_resource_requests_memory:sum) / sum(kube_node_status_allocatable{resource="memory"})',
  },
];

const SAMPLE_APP = 'job="demo/sample-app"';
/** Windows of the error budget's alerts: two long, two short. */
export const BURN_WINDOWS = ['5m', '30m', '1h', '6h'] as const;

/** The sample app's service level: 99 % of requests without a server error, 99 % within half a second. */
const serviceLevel: readonly Recording[] = [
  { record: 'job:http_requests:rate5m', expr: `sum by (job) (rate(http_requests_total{${SAMPLE_APP}}[5m]))` },
  ...BURN_WINDOWS.map((window) => ({
    record: `job:http_requests_errors:ratio_rate${window}`,
    // Without any error there is no series of them, and nought is the answer.
    expr: `(sum by (job) (rate(http_requests_total{${SAMPLE_APP},code=~"5.."}[${window}])) or 0 * sum by (job) (rate(http_requests_total{${SAMPLE_APP}}[${window}]))) / sum by (job) (rate(http_requests_total{${SAMPLE_APP}}[${window}]))`,
  })),
  {
    record: 'job:http_request_duration_seconds:p99_rate5m',
    expr: `histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket{${SAMPLE_APP}}[5m])))`,
  },
  {
    record: 'job:http_requests_slow:ratio_rate5m',
    expr: `1 - sum by (job) (rate(http_request_duration_seconds_bucket{${SAMPLE_APP},le="0.5"}[5m])) / sum by (job) (rate(http_request_duration_seconds_count{${SAMPLE_APP}}[5m]))`,
  },
];

/** In the order of evaluation: later ones read earlier ones. */
export const insightsRecordings: readonly Recording[] = [
  ...perPod,
  ...perNamespace,
  ...owners,
  ...perWorkload,
  ...cost,
  ...cluster,
  ...serviceLevel,
];
