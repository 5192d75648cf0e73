/** The queries of the dashboard "K8s Seeded Cluster", and how many series each answers on the small preset. */

export type DashboardQuery = readonly [panel: string, query: string, series: number];

const cpu = 'rate(container_cpu_usage_seconds_total[5m])';
const buckets = 'sum(rate(http_request_duration_seconds_bucket[5m])) by (le, service)';

export const DASHBOARD_QUERIES: readonly DashboardQuery[] = [
  ['CPU by pod', `sum(${cpu}) by (pod, namespace)`, 20],
  ['Memory by pod', 'sum(container_memory_working_set_bytes) by (pod, namespace)', 20],
  ['Node CPU busy', '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) by (node)', 8],
  ['Node memory used', '1 - (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)', 40],
  ['HTTP RPS by service', 'sum(rate(http_requests_total[5m])) by (service, namespace)', 10],
  ['HTTP latency p99', `histogram_quantile(0.99, ${buckets})`, 10],
  ['Kube pod status', 'count(kube_pod_status_phase) by (namespace, phase)', 25],
  ['Restarts', 'sum(increase(kube_pod_container_status_restarts_total[1h])) by (namespace)', 5],
  ['CPU by region', `sum(${cpu}) by (region)`, 3],
  ['CPU by zone', `sum(${cpu}) by (region, zone)`, 8],
  ['CPU by cluster', `sum(${cpu}) by (cluster)`, 3],
  ['Memory by region', 'sum(container_memory_working_set_bytes) by (region)', 3],
  ['Memory by cluster', 'sum(container_memory_working_set_bytes) by (cluster)', 3],
  ['RPS by cluster', 'sum(rate(http_requests_total[5m])) by (cluster)', 3],
  ['RPS by deployment', 'sum(rate(http_requests_total[5m])) by (deployment)', 10],
  ['Network in by pod', 'sum(rate(container_network_receive_bytes_total[5m])) by (pod, namespace)', 20],
  ['Network out by pod', 'sum(rate(container_network_transmit_bytes_total[5m])) by (pod, namespace)', 20],
  ['Packets by container', 'sum(rate(container_network_receive_packets_total[5m])) by (container)', 2],
  [
    'Node network by region',
    'sum by (region) (max by (region, node, device) (rate(node_network_receive_bytes_total[5m])))',
    3,
  ],
  ['Filesystem writes', 'sum(rate(container_fs_writes_bytes_total[5m])) by (pod, namespace)', 20],
  ['Filesystem reads', 'sum(rate(container_fs_reads_bytes_total[5m])) by (pod, namespace)', 20],
  ['Filesystem used', 'sum(container_fs_usage_bytes) by (namespace) / sum(container_fs_limit_bytes) by (namespace)', 5],
  [
    'Node filesystem used',
    'max by (node, mountpoint) (1 - node_filesystem_avail_bytes / node_filesystem_size_bytes)',
    16,
  ],
  ['Node disk written', 'max by (node, device) (rate(node_disk_written_bytes_total[5m]))', 8],
  ['Node CPU by mode', 'avg by (node, mode) (rate(node_cpu_seconds_total[5m]))', 64],
  ['Node load per core', 'max by (node) (node_load5) / 8', 8],
  [
    'Memory against limit',
    'sum(container_memory_usage_bytes) by (pod) / sum(container_spec_memory_limit_bytes) by (pod)',
    20,
  ],
  [
    'CPU against limit',
    `sum(${cpu}) by (pod) / sum(container_spec_cpu_quota / container_spec_cpu_period) by (pod)`,
    20,
  ],
  [
    'Memory against reservation',
    'sum(container_memory_usage_bytes) by (pod) / sum(container_spec_memory_reservation_limit_bytes) by (pod)',
    20,
  ],
  [
    'CPU throttled',
    'sum(rate(container_cpu_cfs_throttled_periods_total[5m])) by (pod) / sum(rate(container_cpu_cfs_periods_total[5m])) by (pod)',
    20,
  ],
  [
    'Requests against limits',
    'sum(kube_pod_container_resource_requests) by (namespace, resource) / sum(kube_pod_container_resource_limits) by (namespace, resource)',
    10,
  ],
  [
    'Requested against allocatable',
    'sum(kube_pod_container_resource_requests) by (node, resource) / max(kube_node_status_allocatable) by (node, resource)',
    16,
  ],
  [
    'HTTP errors',
    'sum(rate(http_requests_total{code=~"5.."}[5m])) by (service) / sum(rate(http_requests_total[5m])) by (service)',
    10,
  ],
  ['HTTP p50', `histogram_quantile(0.5, ${buckets})`, 10],
  ['HTTP p90', `histogram_quantile(0.9, ${buckets})`, 10],
  [
    'HTTP mean',
    'sum(rate(http_request_duration_seconds_sum[5m])) by (service) / sum(rate(http_request_duration_seconds_count[5m])) by (service)',
    10,
  ],
  ['In flight', 'sum(http_requests_in_flight) by (service)', 10],
  ['Pods by phase', 'sum(max by (cluster, namespace, pod, phase) (kube_pod_status_phase)) by (phase)', 5],
  ['Ready', 'sum(kube_pod_container_status_ready) by (namespace)', 5],
  [
    'Available replicas',
    'max by (deployment) (kube_deployment_status_replicas_available / kube_deployment_spec_replicas)',
    10,
  ],
  ['Process memory', 'sum(process_resident_memory_bytes) by (service)', 10],
  ['Heap', 'sum(go_memstats_heap_alloc_bytes) by (service)', 10],
  ['Goroutines', 'sum(go_goroutines) by (service)', 10],
  ['File descriptors', 'max by (pod) (process_open_fds / process_max_fds)', 20],
  ['Up', 'sum(up{job="kubernetes-pods"}) by (namespace)', 5],
  ['Age', 'time() - max by (pod) (container_start_time_seconds)', 20],
];

const VARIABLES = ['region', 'zone', 'cluster', 'namespace', 'service', 'deployment', 'pod', 'container', 'node'];

/** The query as Grafana sends it with all nine variables at "All". */
export function withVariables(query: string): string {
  const filter = VARIABLES.map((name) => `${name}=~".+"`).join(',');
  // A metric name, with or without braces, is followed by neither '(' nor a letter, and has an underscore or is `up`.
  return query.replace(/\b(?:[a-z]+(?:_[A-Za-z0-9]+)+|up)\b(?!\s*\()(\{)?/g, (name, brace: string | undefined) => {
    if (KEYWORDS.has(name)) return name;
    return brace === undefined ? `${name}{${filter}}` : `${name}${filter},`;
  });
}

const KEYWORDS: ReadonlySet<string> = new Set(['group_left', 'group_right']);
