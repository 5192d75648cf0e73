/** One pod: what grafana.com's 6879 showed, with its costs by price inputs. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice, oneOf, textbox } from '../variable.ts';
import { limitsRow } from './limits.ts';

const P = 'namespace="$namespace",pod="$pod"';
const C = `${P},container=~"$container",container!="",container!="POD"`;
const cpu = `sum(rate(container_cpu_usage_seconds_total{${C}}[$__rate_interval]))`;
const memory = `sum(container_memory_working_set_bytes{${C}})`;

export const pod = board({
  uid: 'pod',
  title: 'Pod',
  description: 'One pod and its containers: CPU, memory, disk and network against their limits, and what it costs.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [6879],
  variables: [
    datasourceChoice('Prometheus'),
    oneOf('namespace', 'namespace', 'kube_pod_container_info'),
    oneOf('pod', 'pod', 'kube_pod_container_info{namespace="$namespace"}'),
    anyOf('container', 'container', 'kube_pod_container_info{namespace="$namespace",pod="$pod"}'),
    textbox('cpu_price', 'Price of a core, month', '20'),
    textbox('memory_price', 'Price of a GiB of memory, month', '3'),
  ],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Now', [
      stat('CPU cores', query(cpu), { decimals: 3 }),
      stat('Memory', query(memory), { unit: 'bytes' }),
      stat('Restarts', query(`sum(kube_pod_container_status_restarts_total{${P}})`), {
        thresholds: risingThresholds(1, 5),
      }),
      stat('Age', query(`time() - max(kube_pod_created{${P}})`), { unit: 'dtdurations', sparkline: false }),
      stat(
        'Costs a month, by requests',
        query(
          `sum(kube_pod_container_resource_requests{${P},resource="cpu"}) * $cpu_price + sum(kube_pod_container_resource_requests{${P},resource="memory"}) / 1024^3 * $memory_price`,
        ),
        { unit: 'currencyUSD' },
      ),
      stat('Costs a month, by usage', query(`${cpu} * $cpu_price + ${memory} / 1024^3 * $memory_price`), {
        unit: 'currencyUSD',
      }),
      table(
        'Containers',
        [
          query(`max by (container, image) (kube_pod_container_info{${P}})`),
          query(`max by (container) (kube_pod_container_status_ready{${P}})`),
          query(`max by (container) (kube_pod_container_status_restarts_total{${P}})`),
          query(`max by (container) (time() - kube_pod_container_state_started{${P}})`),
        ],
        [
          { field: 'container', title: 'Container' },
          { field: 'image', title: 'Image' },
          { field: 'Value #B', title: 'Ready' },
          { field: 'Value #C', title: 'Restarts' },
          { field: 'Value #D', title: 'Runs since', unit: 'dtdurations' },
        ],
        { height: 6 },
      ),
    ]),
    limitsRow(C, 'container'),
    row('Disk and network', [
      graph(
        'Disk',
        [
          query(
            `sum by (container) (rate(container_fs_reads_bytes_total{${C}}[$__rate_interval]))`,
            '{{container}} read',
          ),
          query(
            `sum by (container) (rate(container_fs_writes_bytes_total{${C}}[$__rate_interval]))`,
            '{{container}} written',
          ),
        ],
        { unit: 'Bps' },
      ),
      graph(
        'Network',
        [
          query(
            `sum by (interface) (rate(container_network_receive_bytes_total{${P}}[$__rate_interval]))`,
            '{{interface}} in',
          ),
          query(
            `sum by (interface) (rate(container_network_transmit_bytes_total{${P}}[$__rate_interval]))`,
            '{{interface}} out',
          ),
        ],
        { unit: 'Bps' },
      ),
      graph(
        'Packets dropped',
        query(
          `sum by (interface) (rate(container_network_receive_packets_dropped_total{${P}}[$__rate_interval]))`,
          '{{interface}}',
        ),
        {
          unit: 'pps',
        },
      ),
      graph('Processes and threads', [
        query(`sum by (container) (container_processes{${C}})`, '{{container}} processes'),
        query(`sum by (container) (container_threads{${C}})`, '{{container}} threads'),
      ]),
    ]),
    row('Memory in parts', [
      graph(
        'Memory',
        [
          query(`sum(container_memory_rss{${C}})`, 'resident'),
          query(`sum(container_memory_cache{${C}})`, 'cache'),
          query(`sum(container_memory_swap{${C}})`, 'swap'),
        ],
        { unit: 'bytes', stack: true },
      ),
      graph(
        'Out of memory',
        query(`sum by (container) (increase(container_oom_events_total{${C}}[1h]))`, '{{container}}'),
        { bars: true },
      ),
    ]),
  ],
});
