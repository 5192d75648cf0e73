/** Runs the processes of a whole data set, step by step, container by container. */
import { type AnomalyPlan } from './anomalies.ts';
import type { DataSet } from './data-set.ts';
import { type Container, type Topology } from './labels.ts';
/** All series of one container over some steps: series after series, `count` values each. */
export type ContainerBlock = {
  readonly container: Container;
  readonly firstStep: number;
  readonly count: number;
  readonly values: Float64Array;
};
export type SimulationOptions = {
  readonly plan?: AnomalyPlan;
  readonly sliceSteps?: number;
};
/** Gives the array that a block is written into; the caller owns it from the moment the block is yielded. */
export type Allocate = (container: Container, length: number) => Float64Array;
/**
 * The state of a data set after some steps. Slices of any length give the same bits: a set that is followed for k steps
 * equals one that was generated with k more.
 */
export declare class Simulation {
  readonly set: DataSet;
  readonly topology: Topology;
  readonly plan: AnomalyPlan;
  /** Series of each container. */
  readonly rows: number;
  private readonly containers;
  private readonly nodes;
  private readonly deployments;
  private readonly frame;
  private readonly nodeFrame;
  private readonly nodeSlice;
  private readonly traffic;
  private readonly sliceSteps;
  private demand;
  private next;
  /** `sliceSteps` bounds the steps of a block; by default it follows from the memory that a block may take. */
  constructor(set: DataSet, options?: SimulationOptions);
  /** The step that comes next: all before it were generated. */
  get step(): number;
  /**
   * Generates up to (not including) step `until`, as blocks: all containers for some steps, then all for the next.
   * The generator must be run to its end before anything else is asked of the simulation.
   */
  run(until: number, allocate?: Allocate): Generator<ContainerBlock>;
  /** Generates up to step `until` without giving the values to anybody: how a restarted follower catches up. */
  skip(until: number): void;
  private runCluster;
  private runNode;
  private copyNodeSeries;
  private containerAt;
  private nodeAt;
}
//# sourceMappingURL=simulation.d.ts.map
