/** "K8s Seeded Cluster (7d)": the Kubernetes data set that MyTSDB seeds itself with on every start. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, heatmap, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, type Variable } from '../variable.ts';

const NAMES = ['region', 'zone', 'cluster', 'namespace', 'service', 'deployment', 'pod', 'container', 'node'] as const;

/** The sample app's series lack these labels: this job keeps them out of the lists. */
const SEEDED = 'job="kubernetes-pods"';

/** Each variable offers what the earlier ones leave. "All" is `.+`, which series without the label do not match. */
const variables: readonly Variable[] = NAMES.map((name, i) => {
  const earlier = NAMES.slice(0, i).map((before) => `,${before}=~"$${before}"`);
  return anyOf(name, name, `up{${SEEDED}${earlier.join('')}}`, '.+');
});

/** The filter by all nine. */
const F = NAMES.map((name) => `${name}=~"$${name}"`).join(',');

const cpu = `rate(container_cpu_usage_seconds_total{${F}}[5m])`;
const requests = `rate(http_requests_total{${F}}[5m])`;
const buckets = `sum(rate(http_request_duration_seconds_bucket{${F}}[5m])) by (le, service)`;
const share = { unit: 'percentunit' } as const;
const third = { width: 8, height: 8 } as const;

export const k8sSeeded = board({
  uid: 'k8s-seeded',
  title: 'K8s Seeded Cluster (7d)',
  description:
    'The Kubernetes data set that MyTSDB seeds itself with, by region, zone, cluster, namespace, service and pod.',
  folder: 'MyTSDB',
  component: 'mytsdb',
  datasource: 'MyTSDB',
  variables,
  time: 'now-24h',
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-2d', 'now-7d'],
  refresh: '1m',
  rows: [
    row('Overview', [
      stat('Containers up', query(`sum(up{${SEEDED},${F}})`), { thresholds: fallingThresholds(1) }),
      stat('Pods', query(`count(count by (pod) (up{${SEEDED},${F}}))`)),
      stat('Nodes', query(`count(count by (node) (up{${SEEDED},${F}}))`)),
      stat('Requests', query(`sum(${requests})`), { unit: 'reqps' }),
      stat('CPU cores used', query(`sum(${cpu})`)),
      stat('Memory', query(`sum(container_memory_working_set_bytes{${F}})`), { unit: 'bytes' }),
    ]),
    row('Pods', [
      graph('CPU by pod', query(`sum(${cpu}) by (pod, namespace)`, '{{namespace}}/{{pod}}')),
      graph(
        'Memory by pod',
        query(`sum(container_memory_working_set_bytes{${F}}) by (pod, namespace)`, '{{namespace}}/{{pod}}'),
        {
          unit: 'bytes',
        },
      ),
      graph(
        'Kube pod status',
        query(`count(kube_pod_status_phase{${F}}) by (namespace, phase)`, '{{namespace}} {{phase}}'),
        third,
      ),
      graph(
        'Pods by phase',
        query(`sum(max by (cluster, namespace, pod, phase) (kube_pod_status_phase{${F}})) by (phase)`, '{{phase}}'),
        { ...third, stack: true },
      ),
      graph(
        'Restarts',
        query(`sum(increase(kube_pod_container_status_restarts_total{${F}}[1h])) by (namespace)`, '{{namespace}}'),
        {
          ...third,
          bars: true,
        },
      ),
      graph(
        'Containers ready',
        query(`sum(kube_pod_container_status_ready{${F}}) by (namespace)`, '{{namespace}}'),
        third,
      ),
      graph(
        'Available replicas',
        query(
          `max by (deployment) (kube_deployment_status_replicas_available{${F}} / kube_deployment_spec_replicas{${F}})`,
          '{{deployment}}',
        ),
        { ...third, ...share },
      ),
      graph('Up', query(`sum(up{${SEEDED},${F}}) by (namespace)`, '{{namespace}}'), third),
    ]),
    row('HTTP', [
      graph('HTTP RPS by service', query(`sum(${requests}) by (service, namespace)`, '{{namespace}}/{{service}}'), {
        unit: 'reqps',
      }),
      graph('HTTP latency p99', query(`histogram_quantile(0.99, ${buckets})`, '{{service}}'), { unit: 's' }),
      graph(
        'HTTP latency p50, p90',
        [
          query(`histogram_quantile(0.5, ${buckets})`, 'p50 {{service}}'),
          query(`histogram_quantile(0.9, ${buckets})`, 'p90 {{service}}'),
        ],
        { ...third, unit: 's' },
      ),
      graph(
        'HTTP latency mean',
        query(
          `sum(rate(http_request_duration_seconds_sum{${F}}[5m])) by (service) / sum(rate(http_request_duration_seconds_count{${F}}[5m])) by (service)`,
          '{{service}}',
        ),
        { ...third, unit: 's' },
      ),
      graph(
        'HTTP errors',
        query(
          `sum(rate(http_requests_total{${F},code=~"5.."}[5m])) by (service) / sum(${requests}) by (service)`,
          '{{service}}',
        ),
        { ...third, ...share },
      ),
      heatmap('HTTP latency', query(`sum(rate(http_request_duration_seconds_bucket{${F}}[5m])) by (le)`, '{{le}}')),
      graph('In flight', query(`sum(http_requests_in_flight{${F}}) by (service)`, '{{service}}')),
      graph('RPS by cluster', query(`sum(${requests}) by (cluster)`, '{{cluster}}'), { unit: 'reqps' }),
      graph('RPS by deployment', query(`sum(${requests}) by (deployment)`, '{{deployment}}'), { unit: 'reqps' }),
    ]),
    row('Regions, zones, clusters', [
      graph('CPU by region', query(`sum(${cpu}) by (region)`, '{{region}}'), third),
      graph('CPU by zone', query(`sum(${cpu}) by (region, zone)`, '{{zone}}'), third),
      graph('CPU by cluster', query(`sum(${cpu}) by (cluster)`, '{{cluster}}'), third),
      graph('Memory by region', query(`sum(container_memory_working_set_bytes{${F}}) by (region)`, '{{region}}'), {
        ...third,
        unit: 'bytes',
      }),
      graph('Memory by cluster', query(`sum(container_memory_working_set_bytes{${F}}) by (cluster)`, '{{cluster}}'), {
        ...third,
        unit: 'bytes',
      }),
      graph(
        'Node network in by region',
        query(
          `sum by (region) (max by (region, node, device) (rate(node_network_receive_bytes_total{${F}}[5m])))`,
          '{{region}}',
        ),
        { ...third, unit: 'Bps' },
      ),
    ]),
    row('Limits', [
      graph(
        'Memory against limit',
        query(
          `sum(container_memory_usage_bytes{${F}}) by (pod) / sum(container_spec_memory_limit_bytes{${F}}) by (pod)`,
          '{{pod}}',
        ),
        { ...third, ...share },
      ),
      graph(
        'Memory against reservation',
        query(
          `sum(container_memory_usage_bytes{${F}}) by (pod) / sum(container_spec_memory_reservation_limit_bytes{${F}}) by (pod)`,
          '{{pod}}',
        ),
        { ...third, ...share },
      ),
      graph(
        'CPU against limit',
        query(
          `sum(${cpu}) by (pod) / sum(container_spec_cpu_quota{${F}} / container_spec_cpu_period{${F}}) by (pod)`,
          '{{pod}}',
        ),
        { ...third, ...share },
      ),
      graph(
        'CPU throttled',
        query(
          `sum(rate(container_cpu_cfs_throttled_periods_total{${F}}[5m])) by (pod) / sum(rate(container_cpu_cfs_periods_total{${F}}[5m])) by (pod)`,
          '{{pod}}',
        ),
        { ...third, ...share },
      ),
      graph(
        'Requests against limits',
        query(
          `sum(kube_pod_container_resource_requests{${F}}) by (namespace, resource) / sum(kube_pod_container_resource_limits{${F}}) by (namespace, resource)`,
          '{{namespace}} {{resource}}',
        ),
        { ...third, ...share },
      ),
      graph(
        'Requested against allocatable',
        query(
          `sum(kube_pod_container_resource_requests{${F}}) by (node, resource) / max(kube_node_status_allocatable{${F}}) by (node, resource)`,
          '{{node}} {{resource}}',
        ),
        { ...third, ...share },
      ),
    ]),
    row('Network', [
      graph(
        'Network in by pod',
        query(
          `sum(rate(container_network_receive_bytes_total{${F}}[5m])) by (pod, namespace)`,
          '{{namespace}}/{{pod}}',
        ),
        {
          unit: 'Bps',
        },
      ),
      graph(
        'Network out by pod',
        query(
          `sum(rate(container_network_transmit_bytes_total{${F}}[5m])) by (pod, namespace)`,
          '{{namespace}}/{{pod}}',
        ),
        {
          unit: 'Bps',
        },
      ),
      graph(
        'Network packets by container',
        query(`sum(rate(container_network_receive_packets_total{${F}}[5m])) by (container)`, '{{container}}'),
        { unit: 'pps', width: 24 },
      ),
    ]),
    row('Filesystem', [
      graph(
        'Filesystem writes by pod',
        query(`sum(rate(container_fs_writes_bytes_total{${F}}[5m])) by (pod, namespace)`, '{{namespace}}/{{pod}}'),
        {
          unit: 'Bps',
        },
      ),
      graph(
        'Filesystem reads by pod',
        query(`sum(rate(container_fs_reads_bytes_total{${F}}[5m])) by (pod, namespace)`, '{{namespace}}/{{pod}}'),
        {
          unit: 'Bps',
        },
      ),
      graph(
        'Filesystem used by namespace',
        query(
          `sum(container_fs_usage_bytes{${F}}) by (namespace) / sum(container_fs_limit_bytes{${F}}) by (namespace)`,
          '{{namespace}}',
        ),
        { ...third, ...share },
      ),
      graph(
        'Node filesystem used',
        query(
          `max by (node, mountpoint) (1 - node_filesystem_avail_bytes{${F}} / node_filesystem_size_bytes{${F}})`,
          '{{node}} {{mountpoint}}',
        ),
        { ...third, ...share },
      ),
      graph(
        'Node disk written',
        query(`max by (node, device) (rate(node_disk_written_bytes_total{${F}}[5m]))`, '{{node}} {{device}}'),
        {
          ...third,
          unit: 'Bps',
        },
      ),
    ]),
    row('Nodes', [
      graph(
        'Node CPU busy',
        query(`1 - avg(rate(node_cpu_seconds_total{${F},mode="idle"}[5m])) by (node)`, '{{node}}'),
        share,
      ),
      graph(
        'Node memory used',
        query(
          `1 - (node_memory_MemAvailable_bytes{${F}} / node_memory_MemTotal_bytes{${F}})`,
          '{{node}} {{pod}} {{container}}',
        ),
        share,
      ),
      graph(
        'Node CPU by mode',
        query(`avg by (node, mode) (rate(node_cpu_seconds_total{${F}}[5m]))`, '{{node}} {{mode}}'),
        share,
      ),
      graph('Node load per core', query(`max by (node) (node_load5{${F}}) / 8`, '{{node}}')),
    ]),
    row('Processes', [
      graph('Process memory', query(`sum(process_resident_memory_bytes{${F}}) by (service)`, '{{service}}'), {
        unit: 'bytes',
      }),
      graph('Heap', query(`sum(go_memstats_heap_alloc_bytes{${F}}) by (service)`, '{{service}}'), { unit: 'bytes' }),
      graph('Goroutines', query(`sum(go_goroutines{${F}}) by (service)`, '{{service}}')),
      graph(
        'File descriptors',
        query(`max by (pod) (process_open_fds{${F}} / process_max_fds{${F}})`, '{{pod}}'),
        share,
      ),
      table(
        'Containers by age',
        query(`time() - max by (pod) (container_start_time_seconds{${F}})`),
        [
          { field: 'pod', title: 'Pod' },
          { field: 'Value', title: 'Age', unit: 'dtdurations', thresholds: risingThresholds(86_400, 2_592_000) },
        ],
        { sortBy: 'Age' },
      ),
    ]),
  ],
});
