/** Demand on one container and what follows from it directly: requests, network and disk traffic per step. */
import type { Container } from '../labels.ts';
import type { ContainerSlice } from './slice.ts';
/** Requests a second of a service's container at load 1: 20 to 80. */
export declare function serviceBaseRate(randomSeed: number, service: number): number;
/** Fills the traffic columns of a slice; state carries from slice to slice. */
export declare class Traffic {
  private readonly loadRandom;
  private readonly random;
  private readonly requestsPerStep;
  private readonly intervalSec;
  private noise;
  private requestCarry;
  constructor(randomSeed: number, container: Container, intervalSec: number);
  /** `demand` is the region's, one entry per step of the slice. */
  advance(slice: ContainerSlice, demand: Float64Array): void;
  private advanceLoad;
  private requestsAt;
}
//# sourceMappingURL=traffic.d.ts.map
