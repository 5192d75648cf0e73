import { deriveStream } from '../random.js';
import { ceilTo } from './shape.js';

const SECTOR_BYTES = 512;
/** Of the node's own, per step. */
const OWN_NETWORK_BYTES = 1000;
const OWN_NETWORK_PACKETS = 10;
const BYTES_PER_OPERATION = 16_384;
const DISK_BYTES_PER_SEC = 200_000_000;
/** Families 34 to 37 and 76 to 80. */
export function nodeIo(randomSeed, node, intervalSec) {
  const random = deriveStream(randomSeed, 'node-io', node.index);
  const totals = {
    read: 0,
    written: 0,
    received: 0,
    sent: 0,
    packetsIn: 0,
    packetsOut: 0,
    reads: 0,
    writes: 0,
    busy: 0,
  };
  return (slice, frame) => {
    const read = frame.column('node_disk_read_bytes_total');
    const written = frame.column('node_disk_written_bytes_total');
    const received = frame.column('node_network_receive_bytes_total');
    const sent = frame.column('node_network_transmit_bytes_total');
    const reads = frame.column('node_disk_reads_completed_total');
    const writes = frame.column('node_disk_writes_completed_total');
    const busySeconds = frame.column('node_disk_io_time_seconds_total');
    const packetsIn = frame.column('node_network_receive_packets_total');
    const packetsOut = frame.column('node_network_transmit_packets_total');
    for (let i = 0; i < slice.count; i++) {
      const readNow = diskBytes(random, slice.readBytes, i);
      const writtenNow = diskBytes(random, slice.writtenBytes, i);
      totals.read += readNow;
      totals.written += writtenNow;
      totals.reads += -Math.floor(-readNow / BYTES_PER_OPERATION);
      totals.writes += -Math.floor(-writtenNow / BYTES_PER_OPERATION);
      totals.busy += Math.min(intervalSec * 1000, Math.round(((readNow + writtenNow) / DISK_BYTES_PER_SEC) * 1000));
      const inFactor = 1.05 + 0.1 * random.next();
      const outFactor = 1.05 + 0.1 * random.next();
      totals.received += networkAmount(slice.receivedBytes, inFactor, OWN_NETWORK_BYTES, i);
      totals.sent += networkAmount(slice.sentBytes, outFactor, OWN_NETWORK_BYTES, i);
      totals.packetsIn += networkAmount(slice.receivedPackets, inFactor, OWN_NETWORK_PACKETS, i);
      totals.packetsOut += networkAmount(slice.sentPackets, outFactor, OWN_NETWORK_PACKETS, i);
      read[i] = totals.read;
      written[i] = totals.written;
      received[i] = totals.received;
      sent[i] = totals.sent;
      reads[i] = totals.reads;
      writes[i] = totals.writes;
      busySeconds[i] = totals.busy / 1000;
      packetsIn[i] = totals.packetsIn;
      packetsOut[i] = totals.packetsOut;
    }
  };
}
/** The containers' sum x 1.1 to 1.3, in whole sectors. */
function diskBytes(random, sums, i) {
  return ceilTo(sums[i] * (1.1 + 0.2 * random.next()), SECTOR_BYTES);
}
function networkAmount(sums, factor, own, i) {
  return ceilTo(sums[i] * factor, 1) + own;
}
