/** Sums the traffic of a node's containers, step by step. */
import type { ContainerSlice, NodeSlice } from './slice.ts';
export declare class NodeSums implements NodeSlice {
  firstStep: number;
  count: number;
  meanLoad: Float64Array<ArrayBuffer>;
  receivedBytes: Float64Array<ArrayBuffer>;
  sentBytes: Float64Array<ArrayBuffer>;
  receivedPackets: Float64Array<ArrayBuffer>;
  sentPackets: Float64Array<ArrayBuffer>;
  readBytes: Float64Array<ArrayBuffer>;
  writtenBytes: Float64Array<ArrayBuffer>;
  /** Empties the sums for the next node. */
  begin(firstStep: number, count: number): void;
  /** Adds one container. The order of containers is part of the data set: sums of loads round. */
  add(container: ContainerSlice): void;
  /** Turns the sum of loads into their mean. */
  finish(containers: number): void;
}
//# sourceMappingURL=node-sums.d.ts.map
