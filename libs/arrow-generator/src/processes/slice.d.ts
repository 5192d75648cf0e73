/** What a container's processes read: its columns of the current slice, filled by the earlier processes. */
import type { Container } from '../labels.ts';
import type { ContainerEffects } from './effects.ts';
import type { Frame } from './frame.ts';
/** Traffic of one container, one entry per step. */
export type TrafficColumns = {
  /** Demand relative to the mean, 0.05 and more. */
  load: Float64Array;
  /** HTTP requests of the step. */
  requests: Float64Array;
  /** These are per step, not accumulated. */
  receivedBytes: Float64Array;
  sentBytes: Float64Array;
  receivedPackets: Float64Array;
  sentPackets: Float64Array;
  readBytes: Float64Array;
  writtenBytes: Float64Array;
};
/** Contract: `count` steps from `firstStep`; every array holds at least `count` entries and belongs to the simulation. */
export type ContainerSlice = TrafficColumns & {
  readonly container: Container;
  readonly effects: ContainerEffects;
  firstStep: number;
  count: number;
  /** 1 while the container is down. */
  down: Uint8Array;
  /** 1 at the step of a restart (counters are zero there). */
  restarted: Uint8Array;
  /** 1 while any container of the pod is down. */
  podDown: Uint8Array;
  /** Pods of the deployment with all containers up. */
  available: Uint16Array;
};
/** Runs on over a slice, writing its families' columns; its state carries from slice to slice. */
export type ContainerProcess = (slice: ContainerSlice, frame: Frame) => void;
/** What a node's processes read: sums over its containers, per step. */
export type NodeSlice = {
  firstStep: number;
  count: number;
  meanLoad: Float64Array;
  receivedBytes: Float64Array;
  sentBytes: Float64Array;
  receivedPackets: Float64Array;
  sentPackets: Float64Array;
  readBytes: Float64Array;
  writtenBytes: Float64Array;
};
/** As {@link ContainerProcess}, for a node. */
export type NodeProcess = (slice: NodeSlice, frame: Frame) => void;
//# sourceMappingURL=slice.d.ts.map
