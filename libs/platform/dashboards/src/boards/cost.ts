/** What the cluster costs by price inputs, and who uses it: what grafana.com's 8670 showed. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { barGauge, graph, pie, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice, textbox } from '../variable.ts';

const N = 'namespace=~"$namespace"';
const C = `${N},container!="",container!="POD"`;
const GIB = '1024^3';

/** Currency a month, by the labels of `by`; empty for the sum of all. */
const requested = (by: string): string =>
  `sum${by} (kube_pod_container_resource_requests{${N},resource="cpu"}) * $cpu_price + sum${by} (kube_pod_container_resource_requests{${N},resource="memory"}) / ${GIB} * $memory_price`;
const used = (by: string): string =>
  `sum${by} (rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval])) * $cpu_price + sum${by} (container_memory_working_set_bytes{${C}}) / ${GIB} * $memory_price`;
const storage = (by: string): string =>
  `sum${by} (kube_persistentvolumeclaim_resource_requests_storage_bytes{${N}}) / ${GIB} * $storage_price`;
/** Requests are per container, their owners per pod. */
const byOwner = `sum by (namespace, owner_kind, owner_name) (
  (sum by (namespace, pod) (kube_pod_container_resource_requests{${N},resource="cpu"}) * $cpu_price + sum by (namespace, pod) (kube_pod_container_resource_requests{${N},resource="memory"}) / ${GIB} * $memory_price)
  * on (namespace, pod) group_left (owner_kind, owner_name) kube_pod_owner{${N}}
)`.replace(/\s+/g, ' ');

const money = { unit: 'currencyUSD' } as const;

export const cost = board({
  uid: 'cost',
  title: 'Cost and utilization',
  description:
    'Costs a month by price of core, memory and storage: requested, used and idle, by namespace and by owner.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [8670],
  variables: [
    datasourceChoice('Prometheus'),
    anyOf('namespace', 'namespace', 'kube_pod_info'),
    textbox('cpu_price', 'Price of a core, month', '20'),
    textbox('memory_price', 'Price of a GiB of memory, month', '3'),
    textbox('storage_price', 'Price of a GiB of storage, month', '0.1'),
  ],
  time: 'now-6h',
  presets: ['now-1h', 'now-24h', 'now-7d'],
  refresh: '1m',
  rows: [
    row('A month', [
      stat(
        'Nodes',
        query(
          'sum(kube_node_status_capacity{resource="cpu"}) * $cpu_price + sum(kube_node_status_capacity{resource="memory"}) / 1024^3 * $memory_price',
        ),
        money,
      ),
      stat('Requested', query(requested('')), money),
      stat('Used', query(used('')), money),
      stat('Idle: requested, not used', query(`clamp_min((${requested('')}) - (${used('')}), 0)`), {
        ...money,
        thresholds: risingThresholds(100, 1_000),
      }),
      stat('Storage', query(storage('')), money),
      stat('Used of requested', query(`(${used('')}) / (${requested('')})`), { unit: 'percentunit' }),
    ]),
    row('By namespace', [
      graph('Requested', query(requested(' by (namespace)'), '{{namespace}}'), { ...money, stack: true }),
      graph('Used', query(used(' by (namespace)'), '{{namespace}}'), { ...money, stack: true }),
      barGauge(
        'Idle',
        query(`clamp_min((${requested(' by (namespace)')}) - (${used(' by (namespace)')}), 0)`, '{{namespace}}', {
          instant: true,
        }),
        {
          ...money,
          max: null,
          thresholds: risingThresholds(10, 100),
        },
      ),
      pie('Shares of what is requested', query(requested(' by (namespace)'), '{{namespace}}'), { ...money, width: 12 }),
      graph('Storage', query(storage(' by (namespace)'), '{{namespace}}'), { ...money, width: 24 }),
    ]),
    row('By owner', [
      table(
        'Requested, a month',
        query(byOwner),
        [
          { field: 'namespace', title: 'Namespace' },
          { field: 'owner_kind', title: 'Kind' },
          { field: 'owner_name', title: 'Owner' },
          { field: 'Value', title: 'Costs', unit: 'currencyUSD' },
        ],
        { sortBy: 'Costs', width: 12, height: 10 },
      ),
      table(
        'Volumes, a month',
        query(storage(' by (namespace, persistentvolumeclaim)')),
        [
          { field: 'namespace', title: 'Namespace' },
          { field: 'persistentvolumeclaim', title: 'Claim' },
          { field: 'Value', title: 'Costs', unit: 'currencyUSD' },
        ],
        { sortBy: 'Costs', width: 12, height: 10 },
      ),
    ]),
    row('Utilization', [
      graph(
        'CPU',
        [
          query(`sum(rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval]))`, 'used'),
          query(`sum(kube_pod_container_resource_requests{${N},resource="cpu"})`, 'requested'),
          query('sum(kube_node_status_allocatable{resource="cpu"})', 'allocatable'),
        ],
        { dashed: 'allocatable' },
      ),
      graph(
        'Memory',
        [
          query(`sum(container_memory_working_set_bytes{${C}})`, 'used'),
          query(`sum(kube_pod_container_resource_requests{${N},resource="memory"})`, 'requested'),
          query('sum(kube_node_status_allocatable{resource="memory"})', 'allocatable'),
        ],
        { unit: 'bytes', dashed: 'allocatable' },
      ),
    ]),
  ],
});
