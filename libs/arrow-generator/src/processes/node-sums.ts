/** Sums the traffic of a node's containers, step by step. */
import type { ContainerSlice, NodeSlice } from './slice.ts';

export class NodeSums implements NodeSlice {
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
  begin(firstStep: number, count: number): void {
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
  add(container: ContainerSlice): void {
    addColumn(this.meanLoad, container.load, this.count);
    addColumn(this.receivedBytes, container.receivedBytes, this.count);
    addColumn(this.sentBytes, container.sentBytes, this.count);
    addColumn(this.receivedPackets, container.receivedPackets, this.count);
    addColumn(this.sentPackets, container.sentPackets, this.count);
    addColumn(this.readBytes, container.readBytes, this.count);
    addColumn(this.writtenBytes, container.writtenBytes, this.count);
  }

  /** Turns the sum of loads into their mean. */
  finish(containers: number): void {
    const { meanLoad, count } = this;
    for (let i = 0; i < count; i++) meanLoad[i] = (meanLoad[i] as number) / containers;
  }
}

function zeroed(column: Float64Array<ArrayBuffer>, count: number): Float64Array<ArrayBuffer> {
  return column.length < count ? new Float64Array(count) : column.fill(0);
}

function addColumn(sums: Float64Array, added: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) sums[i] = (sums[i] as number) + (added[i] as number);
}
