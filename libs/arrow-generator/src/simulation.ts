/** Runs the processes of a whole data set, step by step, container by container. */
import { type AnomalyPlan, NO_ANOMALIES } from './anomalies.ts';
import type { DataSet } from './data-set.ts';
import { familiesFor, firstSeriesOf, seriesPerContainer } from './families/table.ts';
import { buildTopology, type Cluster, type Container, type Topology } from './labels.ts';
import { ContainerModel } from './processes/container-model.ts';
import { Deployments } from './processes/deployments.ts';
import { Frame } from './processes/frame.ts';
import { NodeModel } from './processes/node-model.ts';
import { NodeSums } from './processes/node-sums.ts';
import { regionalDemand } from './processes/shape.ts';
import { TRAFFIC_COLUMNS, TrafficPool } from './processes/traffic-pool.ts';

/** All series of one container over some steps: series after series, `count` values each. */
export type ContainerBlock = {
  readonly container: Container;
  readonly firstStep: number;
  readonly count: number;
  readonly values: Float64Array;
};

export type SimulationOptions = { readonly plan?: AnomalyPlan; readonly sliceSteps?: number };

/** Gives the array that a block is written into; the caller owns it from the moment the block is yielded. */
export type Allocate = (container: Container, length: number) => Float64Array;

/** A slice is at most so long: one block of 90 series is then 4 MB. */
const MAX_SLICE_STEPS = 5760;
/** Bound on one block, values. */
const MAX_BLOCK_VALUES = 600_000;
/** Bound on what a node's containers hold between the two passes, values of 8 bytes. */
const MAX_TRAFFIC_VALUES = 4_000_000;
/** Bound on the life cycles of all containers, bytes. */
const MAX_LIFECYCLE_BYTES = 64_000_000;

const NODE_SERIES_FROM = firstSeriesOf('node_cpu_seconds_total');
const NODE_SERIES_TO = firstSeriesOf('http_requests_total');
const MORE_NODE_SERIES_FROM = firstSeriesOf('node_memory_SwapTotal_bytes');
const MORE_NODE_SERIES_TO = firstSeriesOf('http_request_size_bytes');

/**
 * The state of a data set after some steps. Slices of any length give the same bits: a set that is followed for k steps
 * equals one that was generated with k more.
 */
export class Simulation {
  readonly set: DataSet;
  readonly topology: Topology;
  readonly plan: AnomalyPlan;
  /** Series of each container. */
  readonly rows: number;
  private readonly containers: readonly ContainerModel[];
  private readonly nodes: readonly NodeModel[];
  private readonly deployments: Deployments;
  private readonly frame = new Frame();
  private readonly nodeFrame = new Frame();
  private readonly nodeSlice = new NodeSums();
  private readonly traffic = new TrafficPool();
  private readonly sliceSteps: number;
  private demand: readonly Float64Array[] = [];
  private next = 0;

  /** `sliceSteps` bounds the steps of a block; by default it follows from the memory that a block may take. */
  constructor(set: DataSet, options: SimulationOptions = {}) {
    const topology = buildTopology(set);
    const plan = options.plan ?? NO_ANOMALIES;
    this.set = set;
    this.plan = plan;
    this.topology = topology;
    this.rows = seriesPerContainer(set.metrics);
    const taken = new Set(familiesFor(set.metrics).map((family) => family.name));
    this.containers = topology.containers.map(
      (container) => new ContainerModel(set, container, plan.containerEffects(container.index), taken),
    );
    this.nodes = topology.nodes.map((node) => new NodeModel(set, node, plan.nodeEffects(node.index)));
    this.deployments = new Deployments(topology);
    this.sliceSteps = options.sliceSteps ?? sliceStepsFor(topology, this.rows);
  }

  /** The step that comes next: all before it were generated. */
  get step(): number {
    return this.next;
  }

  /**
   * Generates up to (not including) step `until`, as blocks: all containers for some steps, then all for the next.
   * The generator must be run to its end before anything else is asked of the simulation.
   */
  *run(
    until: number,
    allocate: Allocate = (_container, length) => new Float64Array(length),
  ): Generator<ContainerBlock> {
    while (this.next < until) {
      const firstStep = this.next;
      const count = Math.min(this.sliceSteps, until - firstStep);
      this.demand = regionalColumns(this.set, firstStep, count);
      for (const cluster of this.topology.clusters) yield* this.runCluster(cluster, firstStep, count, allocate);
      this.next = firstStep + count;
    }
  }

  /** Generates up to step `until` without giving the values to anybody: how a restarted follower catches up. */
  skip(until: number): void {
    let scratch = new Float64Array(0);
    const reuse = (_container: Container, length: number): Float64Array => {
      if (scratch.length < length) scratch = new Float64Array(length);
      return scratch.subarray(0, length);
    };
    const blocks = this.run(until, reuse);
    while (blocks.next().done !== true) continue;
  }

  private *runCluster(
    cluster: Cluster,
    firstStep: number,
    count: number,
    allocate: Allocate,
  ): Generator<ContainerBlock> {
    for (const node of cluster.nodes) {
      for (const index of this.nodeAt(node).node.containers) this.containerAt(index).live(firstStep, count);
    }
    this.deployments.begin(count, (index) => this.containerAt(index).slice.down);
    for (const index of cluster.nodes) yield* this.runNode(this.nodeAt(index), firstStep, count, allocate);
  }

  private *runNode(model: NodeModel, firstStep: number, count: number, allocate: Allocate): Generator<ContainerBlock> {
    const containers = model.node.containers.map((index) => this.containerAt(index));
    this.nodeSlice.begin(firstStep, count);
    for (const container of containers) {
      container.drive(this.traffic.take(count), this.demand[model.node.region] as Float64Array);
      this.nodeSlice.add(container.slice);
    }
    this.nodeSlice.finish(containers.length);
    this.nodeFrame.begin(count);
    model.run(this.nodeSlice, this.nodeFrame);
    for (const { slice, run } of containers) {
      const values = allocate(slice.container, this.rows * count);
      slice.podDown = this.deployments.podDown(slice.container);
      slice.available = this.deployments.available(slice.container);
      this.frame.begin(count, this.rows, values);
      run(this.frame);
      this.copyNodeSeries(values, count);
      yield { container: slice.container, firstStep, count, values };
    }
    this.traffic.returnAll();
  }

  private copyNodeSeries(values: Float64Array, count: number): void {
    for (let row = NODE_SERIES_FROM; row < Math.min(NODE_SERIES_TO, this.rows); row++) {
      values.set(this.nodeFrame.at(row), row * count);
    }
    for (let row = MORE_NODE_SERIES_FROM; row < Math.min(MORE_NODE_SERIES_TO, this.rows); row++) {
      values.set(this.nodeFrame.at(row), row * count);
    }
  }

  private containerAt(index: number): ContainerModel {
    return this.containers[index] as ContainerModel;
  }

  private nodeAt(index: number): NodeModel {
    return this.nodes[index] as NodeModel;
  }
}

function sliceStepsFor(topology: Topology, rows: number): number {
  const crowd = topology.nodes.reduce((most, node) => Math.max(most, node.containers.length), 1);
  const bounds = [
    MAX_SLICE_STEPS,
    MAX_BLOCK_VALUES / Math.max(1, rows),
    MAX_TRAFFIC_VALUES / (TRAFFIC_COLUMNS * crowd),
    MAX_LIFECYCLE_BYTES / (2 * topology.containers.length),
  ];
  return Math.max(1, Math.floor(Math.min(...bounds)));
}

function regionalColumns(set: DataSet, firstStep: number, count: number): Float64Array[] {
  return Array.from({ length: set.regions }, (_, region) =>
    Float64Array.from({ length: count }, (_unused, i) =>
      regionalDemand(region, set.startSec + (firstStep + i) * set.intervalSec),
    ),
  );
}
