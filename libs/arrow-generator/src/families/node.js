/** Families 23 to 37: what the node exporter reports; they ride on every container of the node. */
import { counter, eachOf, gauge } from './family.js';
/** The modes of `node_cpu_seconds_total`, in the order of its series. */
export const CPU_MODES = ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'];
const FILESYSTEMS = [
  { device: '/dev/nvme0n1p1', mountpoint: '/', fstype: 'ext4' },
  { device: '/dev/nvme1n1', mountpoint: '/var/lib/containerd', fstype: 'ext4' },
];
const DISK = [{ device: 'nvme0n1' }];
const NETWORK = [{ device: 'eth0' }];
export const NODE_FAMILIES = [
  counter('node_cpu_seconds_total', 'seconds', 'Time of one core by mode.', eachOf('mode', CPU_MODES)),
  gauge('node_load1', '1', 'Load average over 1 minute.'),
  gauge('node_load5', '1', 'Load average over 5 minutes.'),
  gauge('node_load15', '1', 'Load average over 15 minutes.'),
  gauge('node_memory_MemTotal_bytes', 'bytes', 'Memory of the node.'),
  gauge('node_memory_MemAvailable_bytes', 'bytes', 'Memory available without swapping.'),
  gauge('node_memory_MemFree_bytes', 'bytes', 'Free memory.'),
  gauge('node_memory_Buffers_bytes', 'bytes', 'Memory in buffers.'),
  gauge('node_memory_Cached_bytes', 'bytes', 'Memory in the page cache.'),
  gauge('node_filesystem_size_bytes', 'bytes', 'Size of the file system.', FILESYSTEMS),
  gauge('node_filesystem_avail_bytes', 'bytes', 'Space available to non-root users.', FILESYSTEMS),
  counter('node_disk_read_bytes_total', 'bytes', 'Bytes read.', DISK),
  counter('node_disk_written_bytes_total', 'bytes', 'Bytes written.', DISK),
  counter('node_network_receive_bytes_total', 'bytes', 'Bytes received.', NETWORK),
  counter('node_network_transmit_bytes_total', 'bytes', 'Bytes sent.', NETWORK),
];
/** Families 74 to 80. */
export const MORE_NODE_FAMILIES = [
  gauge('node_memory_SwapTotal_bytes', 'bytes', 'Swap of the node.'),
  gauge('node_memory_SwapFree_bytes', 'bytes', 'Free swap.'),
  counter('node_disk_reads_completed_total', 'operations', 'Read operations completed.', DISK),
  counter('node_disk_writes_completed_total', 'operations', 'Write operations completed.', DISK),
  counter('node_disk_io_time_seconds_total', 'seconds', 'Time spent doing I/O.', DISK),
  counter('node_network_receive_packets_total', 'packets', 'Packets received.', NETWORK),
  counter('node_network_transmit_packets_total', 'packets', 'Packets sent.', NETWORK),
];
