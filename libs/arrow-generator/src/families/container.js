/** Families 1 to 22: what the container runtime reports per container. */
import { counter, gauge } from './family.js';

const INTERFACE = [{ interface: 'eth0' }];
const DEVICE = [{ device: '/dev/nvme1n1' }];
export const CONTAINER_FAMILIES = [
  counter('container_cpu_usage_seconds_total', 'seconds', 'CPU time used, user + system.'),
  counter('container_cpu_user_seconds_total', 'seconds', 'CPU time in user mode.'),
  counter('container_cpu_system_seconds_total', 'seconds', 'CPU time in kernel mode.'),
  counter('container_cpu_cfs_periods_total', 'periods', 'Enforcement periods elapsed.'),
  counter('container_cpu_cfs_throttled_periods_total', 'periods', 'Throttled periods.'),
  gauge('container_spec_cpu_quota', 'microseconds', 'CPU quota per period.'),
  gauge('container_spec_cpu_period', 'microseconds', 'CPU period.'),
  gauge('container_memory_usage_bytes', 'bytes', 'Memory used, caches included.'),
  gauge('container_memory_working_set_bytes', 'bytes', 'Working set.'),
  gauge('container_memory_rss', 'bytes', 'Anonymous memory.'),
  gauge('container_memory_cache', 'bytes', 'Page cache.'),
  gauge('container_spec_memory_limit_bytes', 'bytes', 'Memory limit.'),
  gauge('container_spec_memory_reservation_limit_bytes', 'bytes', 'Memory reservation (soft limit).'),
  counter('container_network_receive_bytes_total', 'bytes', 'Bytes received.', INTERFACE),
  counter('container_network_transmit_bytes_total', 'bytes', 'Bytes sent.', INTERFACE),
  counter('container_network_receive_packets_total', 'packets', 'Packets received.', INTERFACE),
  counter('container_network_transmit_packets_total', 'packets', 'Packets sent.', INTERFACE),
  gauge('container_fs_usage_bytes', 'bytes', 'Used on the writable layer.', DEVICE),
  gauge('container_fs_limit_bytes', 'bytes', 'Limit of the writable layer.', DEVICE),
  counter('container_fs_reads_bytes_total', 'bytes', 'Bytes read.', DEVICE),
  counter('container_fs_writes_bytes_total', 'bytes', 'Bytes written.', DEVICE),
  gauge('container_start_time_seconds', 'seconds', 'Start of the container, Unix time.'),
];
/** Families 57 to 63. */
export const MORE_CONTAINER_FAMILIES = [
  counter('container_cpu_cfs_throttled_seconds_total', 'seconds', 'Time throttled.'),
  gauge('container_memory_swap', 'bytes', 'Swap used.'),
  gauge('container_memory_max_usage_bytes', 'bytes', 'Highest memory usage since start.'),
  counter('container_network_receive_errors_total', 'errors', 'Errors while receiving.', INTERFACE),
  counter('container_network_transmit_errors_total', 'errors', 'Errors while sending.', INTERFACE),
  counter('container_fs_read_seconds_total', 'seconds', 'Time spent reading.', DEVICE),
  counter('container_fs_write_seconds_total', 'seconds', 'Time spent writing.', DEVICE),
];
