/** Columns of one set. */
export const TRAFFIC_COLUMNS = 8;
export class TrafficPool {
  sets = [];
  used = 0;
  /** A set with room for `count` steps; its content is whatever was there. Valid until {@link returnAll}. */
  take(count) {
    const position = this.used++;
    const kept = this.sets[position];
    if (kept !== undefined && kept.load.length >= count) return kept;
    const column = () => new Float64Array(count);
    const set = {
      load: column(),
      requests: column(),
      receivedBytes: column(),
      sentBytes: column(),
      receivedPackets: column(),
      sentPackets: column(),
      readBytes: column(),
      writtenBytes: column(),
    };
    this.sets[position] = set;
    return set;
  }
  /** All sets may be taken again. */
  returnAll() {
    this.used = 0;
  }
}
