/** One machine as node-exporter sees it: what grafana.com's 405 showed. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { gauge, graph, stat } from '../panels/make-panel.ts';
import { errorQuery, query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const I = 'instance=~"$instance"';
/** Real disks: not memory, not the views that containers have of the same disk. */
const DISK = `${I},fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs"`;
const NIC = `${I},device!~"lo|veth.*|cali.*|cni.*"`;
const idle = `rate(node_cpu_seconds_total{${I},mode="idle"}[$__rate_interval])`;
const third = { width: 8 } as const;

export const node = board({
  uid: 'node',
  title: 'Node',
  description: 'Processor, memory, disks and network of machines, as node-exporter reports them.',
  folder: 'Kubernetes',
  component: 'node-exporter',
  replaces: [405],
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'node_uname_info')],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Now', [
      gauge('CPU busy', query(`1 - avg(${idle})`), { thresholds: risingThresholds(0.7, 0.9), width: 4 }),
      gauge(
        'Memory used',
        query(`1 - sum(node_memory_MemAvailable_bytes{${I}}) / sum(node_memory_MemTotal_bytes{${I}})`),
        {
          thresholds: risingThresholds(0.8, 0.9),
          width: 4,
        },
      ),
      gauge(
        'Fullest disk',
        query(`max(1 - node_filesystem_avail_bytes{${DISK}} / node_filesystem_size_bytes{${DISK}})`),
        {
          thresholds: risingThresholds(0.8, 0.9),
          width: 4,
        },
      ),
      stat('Uptime', query(`min(node_time_seconds{${I}} - node_boot_time_seconds{${I}})`), {
        unit: 'dtdurations',
        height: 6,
        sparkline: false,
      }),
      stat('Machines', query(`count(node_uname_info{${I}})`), { height: 6, sparkline: false }),
      stat('Collectors that fail', query(`sum(node_scrape_collector_success{${I}} == bool 0)`), {
        height: 6,
        thresholds: risingThresholds(1, 5),
      }),
    ]),
    row('Processor', [
      graph(
        'CPU by mode',
        query(
          `sum by (instance, mode) (rate(node_cpu_seconds_total{${I}}[$__rate_interval]))`,
          '{{instance}} {{mode}}',
        ),
        {
          stack: true,
        },
      ),
      graph(
        'Load',
        [
          query(`node_load1{${I}}`, '{{instance}} 1 min'),
          query(`node_load5{${I}}`, '{{instance}} 5 min'),
          query(`node_load15{${I}}`, '{{instance}} 15 min'),
          query(`count by (instance) (node_cpu_seconds_total{${I},mode="idle"})`, '{{instance}} cores'),
        ],
        { dashed: 'cores' },
      ),
      graph(
        'Context switches, interrupts',
        [
          query(`rate(node_context_switches_total{${I}}[$__rate_interval])`, '{{instance}} switches'),
          query(`rate(node_intr_total{${I}}[$__rate_interval])`, '{{instance}} interrupts'),
        ],
        { unit: 'ops', ...third },
      ),
      graph(
        'Processes',
        [
          query(`node_procs_running{${I}}`, '{{instance}} running'),
          query(`node_procs_blocked{${I}}`, '{{instance}} blocked'),
        ],
        third,
      ),
      graph(
        'Waiting for CPU, memory, disk',
        [
          query(`rate(node_pressure_cpu_waiting_seconds_total{${I}}[$__rate_interval])`, '{{instance}} CPU'),
          query(`rate(node_pressure_memory_waiting_seconds_total{${I}}[$__rate_interval])`, '{{instance}} memory'),
          query(`rate(node_pressure_io_waiting_seconds_total{${I}}[$__rate_interval])`, '{{instance}} disk'),
        ],
        { unit: 'percentunit', ...third },
      ),
    ]),
    row('Memory', [
      graph(
        'Memory',
        [
          query(`node_memory_MemTotal_bytes{${I}} - node_memory_MemAvailable_bytes{${I}}`, '{{instance}} used'),
          query(`node_memory_Cached_bytes{${I}}`, '{{instance}} cached'),
          query(`node_memory_Buffers_bytes{${I}}`, '{{instance}} buffers'),
          query(`node_memory_MemFree_bytes{${I}}`, '{{instance}} free'),
          query(`node_memory_MemTotal_bytes{${I}}`, '{{instance}} total'),
        ],
        { unit: 'bytes', dashed: 'total' },
      ),
      graph(
        'Swap used',
        query(`node_memory_SwapTotal_bytes{${I}} - node_memory_SwapFree_bytes{${I}}`, '{{instance}}'),
        { unit: 'bytes', width: 6 },
      ),
      graph('Major page faults', query(`rate(node_vmstat_pgmajfault{${I}}[$__rate_interval])`, '{{instance}}'), {
        unit: 'ops',
        width: 6,
      }),
    ]),
    row('Disks', [
      graph(
        'Filesystem used',
        query(
          `1 - node_filesystem_avail_bytes{${DISK}} / node_filesystem_size_bytes{${DISK}}`,
          '{{instance}} {{mountpoint}}',
        ),
        { unit: 'percentunit', max: 1 },
      ),
      graph(
        'Inodes used',
        query(
          `1 - node_filesystem_files_free{${DISK}} / node_filesystem_files{${DISK}}`,
          '{{instance}} {{mountpoint}}',
        ),
        { unit: 'percentunit', max: 1 },
      ),
      graph(
        'Disk throughput',
        [
          query(`rate(node_disk_read_bytes_total{${I}}[$__rate_interval])`, '{{instance}} {{device}} read'),
          query(`rate(node_disk_written_bytes_total{${I}}[$__rate_interval])`, '{{instance}} {{device}} written'),
        ],
        { unit: 'Bps', ...third },
      ),
      graph(
        'Disk operations',
        [
          query(`rate(node_disk_reads_completed_total{${I}}[$__rate_interval])`, '{{instance}} {{device}} reads'),
          query(`rate(node_disk_writes_completed_total{${I}}[$__rate_interval])`, '{{instance}} {{device}} writes'),
        ],
        { unit: 'iops', ...third },
      ),
      graph(
        'Disk busy',
        query(`rate(node_disk_io_time_seconds_total{${I}}[$__rate_interval])`, '{{instance}} {{device}}'),
        {
          unit: 'percentunit',
          ...third,
        },
      ),
    ]),
    row('Network', [
      graph(
        'Network',
        [
          query(`rate(node_network_receive_bytes_total{${NIC}}[$__rate_interval])`, '{{instance}} {{device}} in'),
          query(`rate(node_network_transmit_bytes_total{${NIC}}[$__rate_interval])`, '{{instance}} {{device}} out'),
        ],
        { unit: 'Bps' },
      ),
      graph(
        'Network errors and drops',
        [
          query(
            `rate(node_network_receive_errs_total{${NIC}}[$__rate_interval])`,
            '{{instance}} {{device}} in, errors',
          ),
          query(
            `rate(node_network_transmit_errs_total{${NIC}}[$__rate_interval])`,
            '{{instance}} {{device}} out, errors',
          ),
          query(`rate(node_network_receive_drop_total{${NIC}}[$__rate_interval])`, '{{instance}} {{device}} in, drops'),
          query(
            `rate(node_network_transmit_drop_total{${NIC}}[$__rate_interval])`,
            '{{instance}} {{device}} out, drops',
          ),
        ],
        { unit: 'pps' },
      ),
      graph(
        'Connection tracking',
        query(`node_nf_conntrack_entries{${I}} / node_nf_conntrack_entries_limit{${I}}`, '{{instance}}'),
        { unit: 'percentunit', ...third },
      ),
      graph(
        'TCP',
        [
          query(`node_netstat_Tcp_CurrEstab{${I}}`, '{{instance}} established'),
          query(`node_sockstat_TCP_tw{${I}}`, '{{instance}} time-wait'),
        ],
        third,
      ),
      graph('Open files', query(`node_filefd_allocated{${I}} / node_filefd_maximum{${I}}`, '{{instance}}'), {
        unit: 'percentunit',
        ...third,
      }),
    ]),
    row('Clock and exporter', [
      graph('Clock offset', query(`node_timex_offset_seconds{${I}}`, '{{instance}}'), {
        unit: 's',
        min: null,
        ...third,
      }),
      stat('Clock synchronised', query(`min(node_timex_sync_status{${I}})`), {
        unit: 'none',
        words: { '0': 'no', '1': 'yes' },
        thresholds: fallingThresholds(1),
        sparkline: false,
        height: 8,
      }),
      graph(
        'Scrape duration by collector',
        query(`node_scrape_collector_duration_seconds{${I}}`, '{{instance}} {{collector}}'),
        { unit: 's' },
      ),
      graph(
        'Unreadable filesystems',
        errorQuery(
          `node_filesystem_device_error{${I}} > 0`,
          '{{instance}} {{mountpoint}}',
          'every filesystem can be read while all is well',
        ),
      ),
    ]),
  ],
});
