/** Runs the processes of a whole data set, step by step, container by container. */
import { NO_ANOMALIES } from './anomalies.js';
import { familiesFor, firstSeriesOf, seriesPerContainer } from './families/table.js';
import { buildTopology } from './labels.js';
import { ContainerModel } from './processes/container-model.js';
import { Deployments } from './processes/deployments.js';
import { Frame } from './processes/frame.js';
import { NodeModel } from './processes/node-model.js';
import { NodeSums } from './processes/node-sums.js';
import { regionalDemand } from './processes/shape.js';
import { TRAFFIC_COLUMNS, TrafficPool } from './processes/traffic-pool.js';

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
  set;
  topology;
  plan;
  /** Series of each container. */
  rows;
  containers;
  nodes;
  deployments;
  frame = new Frame();
  nodeFrame = new Frame();
  nodeSlice = new NodeSums();
  traffic = new TrafficPool();
  sliceSteps;
  demand = [];
  next = 0;
  /** `sliceSteps` bounds the steps of a block; by default it follows from the memory that a block may take. */
  constructor(set, options = {}) {
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
  get step() {
    return this.next;
  }
  /**
   * Generates up to (not including) step `until`, as blocks: all containers for some steps, then all for the next.
   * The generator must be run to its end before anything else is asked of the simulation.
   */
  *run(until, allocate = (_container, length) => new Float64Array(length)) {
    while (this.next < until) {
      const firstStep = this.next;
      const count = Math.min(this.sliceSteps, until - firstStep);
      this.demand = regionalColumns(this.set, firstStep, count);
      for (const cluster of this.topology.clusters) yield* this.runCluster(cluster, firstStep, count, allocate);
      this.next = firstStep + count;
    }
  }
  /** Generates up to step `until` without giving the values to anybody: how a restarted follower catches up. */
  skip(until) {
    let scratch = new Float64Array(0);
    const reuse = (_container, length) => {
      if (scratch.length < length) scratch = new Float64Array(length);
      return scratch.subarray(0, length);
    };
    for (const _block of this.run(until, reuse)) continue;
  }
  *runCluster(cluster, firstStep, count, allocate) {
    for (const node of cluster.nodes) {
      for (const index of this.nodeAt(node).node.containers) this.containerAt(index).live(firstStep, count);
    }
    this.deployments.begin(count, (index) => this.containerAt(index).slice.down);
    for (const index of cluster.nodes) yield* this.runNode(this.nodeAt(index), firstStep, count, allocate);
  }
  *runNode(model, firstStep, count, allocate) {
    const containers = model.node.containers.map((index) => this.containerAt(index));
    this.nodeSlice.begin(firstStep, count);
    for (const container of containers) {
      container.drive(this.traffic.take(count), this.demand[model.node.region]);
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
  copyNodeSeries(values, count) {
    for (let row = NODE_SERIES_FROM; row < Math.min(NODE_SERIES_TO, this.rows); row++) {
      values.set(this.nodeFrame.at(row), row * count);
    }
    for (let row = MORE_NODE_SERIES_FROM; row < Math.min(MORE_NODE_SERIES_TO, this.rows); row++) {
      values.set(this.nodeFrame.at(row), row * count);
    }
  }
  containerAt(index) {
    return this.containers[index];
  }
  nodeAt(index) {
    return this.nodes[index];
  }
}
function sliceStepsFor(topology, rows) {
  const crowd = topology.nodes.reduce((most, node) => Math.max(most, node.containers.length), 1);
  const bounds = [
    MAX_SLICE_STEPS,
    MAX_BLOCK_VALUES / Math.max(1, rows),
    MAX_TRAFFIC_VALUES / (TRAFFIC_COLUMNS * crowd),
    MAX_LIFECYCLE_BYTES / (2 * topology.containers.length),
  ];
  return Math.max(1, Math.floor(Math.min(...bounds)));
}
function regionalColumns(set, firstStep, count) {
  return Array.from({ length: set.regions }, (_, region) =>
    Float64Array.from({ length: count }, (_unused, i) =>
      regionalDemand(region, set.startSec + (firstStep + i) * set.intervalSec),
    ),
  );
}
