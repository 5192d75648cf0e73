/** A Docker host with its containers, as cAdvisor and node-exporter see it: what grafana.com's 893 showed. For the compose profiles. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { gauge, graph, stat, table } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice, oneOf } from '../variable.ts';

/** Containers of Docker have a name and no pod. */
const D = 'name=~"$container",pod="",instance="$host"';
const H = 'instance="$node"';
const DISK = `${H},fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs"`;

export const dockerHost = board({
  uid: 'docker-host',
  title: 'Docker host',
  description:
    'A host that runs the platform by Docker compose: the machine, and CPU, memory and network of each container.',
  folder: 'Kubernetes',
  component: 'insights',
  replaces: [893],
  variables: [
    datasourceChoice('Prometheus'),
    oneOf('host', 'instance', 'container_last_seen{name!="",pod=""}'),
    anyOf('container', 'name', 'container_last_seen{name!="",pod="",instance="$host"}'),
    oneOf('node', 'instance', 'node_uname_info'),
  ],
  rows: [
    row('Host', [
      stat('Uptime', query(`node_time_seconds{${H}} - node_boot_time_seconds{${H}}`), {
        unit: 'dtdurations',
        sparkline: false,
        height: 6,
      }),
      stat('Containers', query(`count(container_last_seen{${D}})`), { height: 6 }),
      stat(
        'Load of a core',
        query(`node_load5{${H}} / on (instance) count by (instance) (node_cpu_seconds_total{${H},mode="idle"})`),
        {
          thresholds: risingThresholds(1, 2),
          height: 6,
        },
      ),
      gauge('CPU busy', query(`1 - avg(rate(node_cpu_seconds_total{${H},mode="idle"}[$__rate_interval]))`), {
        thresholds: risingThresholds(0.7, 0.9),
        width: 4,
      }),
      gauge('Memory used', query(`1 - node_memory_MemAvailable_bytes{${H}} / node_memory_MemTotal_bytes{${H}}`), {
        thresholds: risingThresholds(0.8, 0.9),
        width: 4,
      }),
      gauge(
        'Fullest filesystem',
        query(`max(1 - node_filesystem_avail_bytes{${DISK}} / node_filesystem_size_bytes{${DISK}})`),
        {
          thresholds: risingThresholds(0.8, 0.9),
          width: 4,
        },
      ),
    ]),
    row('Containers', [
      graph(
        'CPU',
        query(`sum by (name) (rate(container_cpu_usage_seconds_total{${D}}[$__rate_interval]))`, '{{name}}'),
        { legendTable: true },
      ),
      graph('Memory', query(`sum by (name) (container_memory_usage_bytes{${D}})`, '{{name}}'), {
        unit: 'bytes',
        legendTable: true,
      }),
      graph(
        'Memory against limit',
        query(
          `sum by (name) (container_memory_working_set_bytes{${D}}) / sum by (name) (container_spec_memory_limit_bytes{${D}} > 0)`,
          '{{name}}',
        ),
        { unit: 'percentunit', width: 8 },
      ),
      graph('Swap', query(`sum by (name) (container_memory_swap{${D}})`, '{{name}}'), { unit: 'bytes', width: 8 }),
      graph('Writable layer', query(`sum by (name) (container_fs_usage_bytes{${D}})`, '{{name}}'), {
        unit: 'bytes',
        width: 8,
      }),
      graph(
        'Network in',
        query(`sum by (name) (rate(container_network_receive_bytes_total{${D}}[$__rate_interval]))`, '{{name}}'),
        {
          unit: 'Bps',
        },
      ),
      graph(
        'Network out',
        query(`sum by (name) (rate(container_network_transmit_bytes_total{${D}}[$__rate_interval]))`, '{{name}}'),
        {
          unit: 'Bps',
        },
      ),
      table(
        'Containers',
        [
          query(`max by (name, image) (time() - container_last_seen{${D}})`),
          query(`max by (name, image) (time() - container_start_time_seconds{${D}})`),
          query(`max by (name, image) (container_spec_memory_limit_bytes{${D}})`),
        ],
        [
          { field: 'name', title: 'Container' },
          { field: 'image', title: 'Image' },
          { field: 'Value #A', title: 'Last seen', unit: 's', thresholds: risingThresholds(60, 300) },
          { field: 'Value #B', title: 'Age', unit: 'dtdurations' },
          { field: 'Value #C', title: 'Memory limit', unit: 'bytes' },
        ],
        { sortBy: 'Age' },
      ),
    ]),
  ],
});
