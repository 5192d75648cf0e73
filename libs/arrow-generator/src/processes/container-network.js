const COUNTERS = [
  ['container_network_receive_bytes_total', 'receivedBytes'],
  ['container_network_transmit_bytes_total', 'sentBytes'],
  ['container_network_receive_packets_total', 'receivedPackets'],
  ['container_network_transmit_packets_total', 'sentPackets'],
  ['container_fs_reads_bytes_total', 'readBytes'],
  ['container_fs_writes_bytes_total', 'writtenBytes'],
];
/** Families 14 to 17, 20, 21, and the errors 60, 61 (none on any set). */
export function containerTraffic() {
  const totals = COUNTERS.map(() => 0);
  return (slice, frame) => {
    COUNTERS.forEach(([family, column], k) => {
      totals[k] = accumulate(slice, slice[column], totals[k], frame.column(family));
    });
    frame.column('container_network_receive_errors_total').fill(0);
    frame.column('container_network_transmit_errors_total').fill(0);
  };
}
/** Writes the running total of `increments` (zero at a restart) and returns it. */
function accumulate(slice, increments, start, out) {
  const { count, restarted } = slice;
  let total = start;
  for (let i = 0; i < count; i++) {
    if (restarted[i] === 1) total = 0;
    total += increments[i];
    out[i] = total;
  }
  return total;
}
