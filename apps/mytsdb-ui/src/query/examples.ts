/** Queries to start from: the Kubernetes dashboard's. */
export const EXAMPLES: readonly { readonly title: string; readonly query: string }[] = [
  { title: 'CPU by pod', query: 'sum(rate(container_cpu_usage_seconds_total[5m])) by (pod, namespace)' },
  { title: 'Memory by pod', query: 'sum(container_memory_working_set_bytes) by (pod, namespace)' },
  { title: 'Node CPU busy', query: '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) by (node)' },
  {
    title: 'Node memory used',
    query: '1 - max by (node) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)',
  },
  { title: 'Requests by service', query: 'sum(rate(http_requests_total[5m])) by (service, namespace)' },
  {
    title: 'Latency p99',
    query: 'histogram_quantile(0.99, sum(rate(http_request_duration_seconds_bucket[5m])) by (le, service))',
  },
  {
    title: 'Errors',
    query:
      'sum(rate(http_requests_total{code=~"5.."}[5m])) by (service) / sum(rate(http_requests_total[5m])) by (service)',
  },
  { title: 'Pods by phase', query: 'sum(max by (cluster, namespace, pod, phase) (kube_pod_status_phase)) by (phase)' },
  { title: 'Restarts', query: 'sum(increase(kube_pod_container_status_restarts_total[1h])) by (namespace)' },
  { title: 'Series by metric', query: 'topk(20, count by (__name__) ({__name__=~".+"}))' },
];
