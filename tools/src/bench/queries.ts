/** The dashboard's queries, and a few that stress what the dashboard does not. */

export type BenchQuery = { readonly name: string; readonly query: string };

const cpu = 'container_cpu_usage_seconds_total';
const buckets = 'sum(rate(http_request_duration_seconds_bucket[5m])) by (le, service)';

export const RANGE_QUERIES: readonly BenchQuery[] = [
  { name: 'CPU by pod', query: `sum(rate(${cpu}[5m])) by (pod, namespace)` },
  { name: 'memory by pod', query: 'sum(container_memory_working_set_bytes) by (pod, namespace)' },
  { name: 'node CPU busy', query: '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) by (node)' },
  { name: 'node memory used', query: '1 - (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)' },
  { name: 'requests by service', query: 'sum(rate(http_requests_total[5m])) by (service, namespace)' },
  { name: 'p99 latency', query: `histogram_quantile(0.99, ${buckets})` },
  { name: 'pods by phase', query: 'count(kube_pod_status_phase) by (namespace, phase)' },
  { name: 'restarts', query: 'sum(increase(kube_pod_container_status_restarts_total[1h])) by (namespace)' },
  { name: 'CPU by region', query: `sum(rate(${cpu}[5m])) by (region, zone)` },
  { name: 'network in by pod', query: 'sum(rate(container_network_receive_bytes_total[5m])) by (pod, namespace)' },
  {
    name: 'node network by region',
    query: 'sum by (region) (max by (region, node, device) (rate(node_network_receive_bytes_total[5m])))',
  },
  {
    name: 'filesystem used',
    query: 'sum(container_fs_usage_bytes) by (namespace) / sum(container_fs_limit_bytes) by (namespace)',
  },
  { name: 'node CPU by mode', query: 'avg by (node, mode) (rate(node_cpu_seconds_total[5m]))' },
  {
    name: 'CPU against limit',
    query: `sum(rate(${cpu}[5m])) by (pod) / sum(container_spec_cpu_quota / container_spec_cpu_period) by (pod)`,
  },
  {
    name: 'HTTP errors',
    query:
      'sum(rate(http_requests_total{code=~"5.."}[5m])) by (service) / sum(rate(http_requests_total[5m])) by (service)',
  },
  {
    name: 'mean latency',
    query:
      'sum(rate(http_request_duration_seconds_sum[5m])) by (service) / sum(rate(http_request_duration_seconds_count[5m])) by (service)',
  },
  { name: 'ready containers', query: 'sum(kube_pod_container_status_ready) by (namespace)' },
  { name: 'age of pods', query: 'time() - max by (pod) (container_start_time_seconds)' },
  { name: 'quantile_over_time 1h', query: 'quantile_over_time(0.9, container_memory_working_set_bytes[1h])' },
  { name: 'max_over_time 1h', query: 'max_over_time(container_memory_working_set_bytes[1h])' },
  { name: 'avg_over_time 1h', query: 'avg_over_time(node_load1[1h])' },
  { name: 'rate over 1h', query: `sum(rate(${cpu}[1h])) by (pod)` },
  { name: 'topk', query: 'topk(5, container_memory_working_set_bytes)' },
  { name: 'raw gauge, 40 series', query: 'container_memory_usage_bytes' },
  { name: 'subquery', query: `max_over_time(sum(rate(${cpu}[5m]))[30m:1m])` },
];

/** Over everything, 24 h at 300 s. */
export const COUNT_ALL: BenchQuery = { name: 'count of all series', query: 'count({__name__=~".+"})' };

export const INSTANT_QUERIES: readonly BenchQuery[] = RANGE_QUERIES.slice(0, 8);
