export class NodeSums {
  firstStep = 0;
  count = 0;
  meanLoad = new Float64Array(0);
  receivedBytes = new Float64Array(0);
  sentBytes = new Float64Array(0);
  receivedPackets = new Float64Array(0);
  sentPackets = new Float64Array(0);
  readBytes = new Float64Array(0);
  writtenBytes = new Float64Array(0);
  /** Empties the sums for the next node. */
  begin(firstStep, count) {
    this.firstStep = firstStep;
    this.count = count;
    this.meanLoad = zeroed(this.meanLoad, count);
    this.receivedBytes = zeroed(this.receivedBytes, count);
    this.sentBytes = zeroed(this.sentBytes, count);
    this.receivedPackets = zeroed(this.receivedPackets, count);
    this.sentPackets = zeroed(this.sentPackets, count);
    this.readBytes = zeroed(this.readBytes, count);
    this.writtenBytes = zeroed(this.writtenBytes, count);
  }
  /** Adds one container. The order of containers is part of the data set: sums of loads round. */
  add(container) {
    addColumn(this.meanLoad, container.load, this.count);
    addColumn(this.receivedBytes, container.receivedBytes, this.count);
    addColumn(this.sentBytes, container.sentBytes, this.count);
    addColumn(this.receivedPackets, container.receivedPackets, this.count);
    addColumn(this.sentPackets, container.sentPackets, this.count);
    addColumn(this.readBytes, container.readBytes, this.count);
    addColumn(this.writtenBytes, container.writtenBytes, this.count);
  }
  /** Turns the sum of loads into their mean. */
  finish(containers) {
    const { meanLoad, count } = this;
    for (let i = 0; i < count; i++) meanLoad[i] = meanLoad[i] / containers;
  }
}
function zeroed(column, count) {
  return column.length < count ? new Float64Array(count) : column.fill(0);
}
function addColumn(sums, added, count) {
  for (let i = 0; i < count; i++) sums[i] = sums[i] + added[i];
}
