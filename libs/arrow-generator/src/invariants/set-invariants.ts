/** Invariants over a whole set: what nodes, namespaces and regions add up to. */
import type { DataSet } from '../data-set.ts';
import { firstSeriesOf } from '../families/table.ts';
import type { Topology } from '../labels.ts';
import { PEAK_HOURS } from '../processes/shape.ts';
import type { ContainerBlock } from '../simulation.ts';
import { BlockView, Problems, rise } from './block-view.ts';
import { CONTAINER_CHECKS } from './container-invariants.ts';
import { histograms, http } from './http-invariants.ts';

const NODE_FROM = firstSeriesOf('node_cpu_seconds_total');
const NODE_TO = firstSeriesOf('http_requests_total');
const MODES = 8;
const IDLE = 0;
/** Container counters and the node counters that must rise at least as much as their sum. */
const SUMS = [
  ['container_network_receive_bytes_total', 'node_network_receive_bytes_total'],
  ['container_network_transmit_bytes_total', 'node_network_transmit_bytes_total'],
  ['container_fs_reads_bytes_total', 'node_disk_read_bytes_total'],
  ['container_fs_writes_bytes_total', 'node_disk_written_bytes_total'],
] as const;

type NodeState = {
  /** The node's rows as the first container carried them. */
  readonly rows: Float64Array;
  readonly sums: readonly Float64Array[];
  readonly requested: [cores: number, bytes: number];
  readonly allocatable: readonly [cores: number, bytes: number];
};

/** Feed it every container's block (all steps in one), then ask for {@link finish}. */
export class InvariantChecker {
  readonly problems = new Problems();
  series = 0;
  samples = 0;
  private readonly set: DataSet;
  private readonly topology: Topology;
  private readonly nodes = new Map<number, NodeState>();
  private readonly requestsByHour: number[][];
  private readonly restartsByDay = new Map<string, number[]>();

  constructor(set: DataSet, topology: Topology) {
    this.set = set;
    this.topology = topology;
    this.requestsByHour = Array.from({ length: set.regions }, () => new Array<number>(24).fill(0));
  }

  /** Checks one container. */
  add(block: ContainerBlock): void {
    const view = new BlockView(block);
    this.series += view.rows;
    this.samples += block.values.length;
    for (const check of CONTAINER_CHECKS) check(view, this.set, this.problems);
    histograms(view, this.set, this.problems);
    http(view, this.set, this.problems);
    this.addToNode(view);
    this.addToDay(view);
    this.addRestarts(view);
  }

  /** Checks the sums; gives what is broken. */
  finish(): readonly string[] {
    for (const [index, state] of this.nodes) this.checkNode(index, state);
    if (this.set.steps * this.set.intervalSec >= 86_400) {
      this.requestsByHour.forEach((hours, region) => this.checkDay(hours, region));
      for (const [namespace, days] of this.restartsByDay) {
        days.forEach((restarts, day) =>
          this.problems.check(restarts > 0, 'restarts', () => `none in ${namespace} on day ${day}`),
        );
      }
    }
    return this.problems.list;
  }

  private addToNode(view: BlockView): void {
    const { container, count, values } = view.block;
    const rows = values.subarray(NODE_FROM * count, NODE_TO * count);
    let state = this.nodes.get(container.node);
    if (state === undefined) {
      state = {
        rows: rows.slice(),
        sums: SUMS.map(() => new Float64Array(count)),
        requested: [0, 0],
        allocatable: [0, 1].map((k) => view.column('kube_node_status_allocatable', k)[0]) as [number, number],
      };
      this.nodes.set(container.node, state);
    } else {
      const same = Buffer.compare(bytesOf(state.rows), bytesOf(rows)) === 0;
      this.problems.check(same, 'node memory', () => `node series differ on ${container.labels.instance}`);
    }
    SUMS.forEach(([family], k) => {
      const column = view.column(family);
      const sums = state.sums[k] as Float64Array;
      for (let i = 0; i < count; i++) sums[i] = (sums[i] as number) + rise(column, i);
    });
    for (const k of [0, 1] as const)
      state.requested[k] += view.column('kube_pod_container_resource_requests', k)[0] as number;
  }

  private addToDay(view: BlockView): void {
    const hours = this.requestsByHour[view.block.container.region] as number[];
    const counts = view.column('http_request_duration_seconds', 13);
    for (let i = 1; i < counts.length; i++) {
      const hour = Math.floor((this.set.startSec + i * this.set.intervalSec) / 3600) % 24;
      hours[hour] = (hours[hour] as number) + rise(counts, i);
    }
  }

  private addRestarts(view: BlockView): void {
    const { namespace } = view.block.container.labels;
    const stepsPerDay = Math.floor(86_400 / this.set.intervalSec);
    const days =
      this.restartsByDay.get(namespace) ?? new Array<number>(Math.floor(this.set.steps / stepsPerDay)).fill(0);
    this.restartsByDay.set(namespace, days);
    const start = view.column('container_start_time_seconds');
    for (let i = 1; i < start.length; i++) {
      const day = Math.floor(i / stepsPerDay);
      if (start[i] !== start[i - 1] && day < days.length) days[day] = (days[day] as number) + 1;
    }
  }

  private checkNode(index: number, { rows, sums, requested, allocatable }: NodeState): void {
    const { problems, set } = this;
    const { steps } = set;
    const name = this.topology.nodes[index]?.name;
    const column = (family: string, ordinal = 0) => {
      const row = firstSeriesOf(family) - NODE_FROM + ordinal;
      return rows.subarray(row * steps, (row + 1) * steps);
    };
    const modes = Array.from({ length: MODES }, (_, mode) => column('node_cpu_seconds_total', mode));
    const [total, available, free] = [0, 1, 2].map((k) => column('node_memory_MemTotal_bytes', k)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let i = 0; i < steps; i++) {
      const ticks = modes.reduce((sum, mode) => sum + Math.round(rise(mode, i) * 100), 0);
      problems.check(ticks === set.intervalSec * 100, 'ticks', () => `${ticks} on ${name} at step ${i}`);
      const busy = 1 - rise(modes[IDLE] as Float64Array, i) / set.intervalSec;
      problems.check(busy >= 0 && busy <= 1, 'ticks', () => `busy ${busy} on ${name} at step ${i}`);
      const [f, a, t] = [free[i] as number, available[i] as number, total[i] as number];
      problems.check(f > 0 && f < a && a < t, 'node memory', () => `${f} ${a} ${t} on ${name} at step ${i}`);
    }
    SUMS.forEach(([, family], k) => {
      const own = column(family);
      const sum = sums[k] as Float64Array;
      for (let i = 0; i < steps; i++) {
        problems.check(rise(own, i) >= (sum[i] as number), 'network', () => `${family} of ${name} at step ${i}`);
      }
    });
    for (const k of [0, 1] as const) {
      problems.check(requested[k] <= allocatable[k], 'kube', () => `requests on ${name}: ${requested[k]}`);
    }
  }

  /** The hour of most requests touches the hour around the peak; it has 2 to 5 times those of the least. */
  private checkDay(hours: readonly number[], region: number): void {
    const most = hours.indexOf(Math.max(...hours));
    const distance = Math.abs(most + 0.5 - (PEAK_HOURS[region] as number));
    this.problems.check(
      Math.min(distance, 24 - distance) <= 1.5,
      'day',
      () => `region ${region} peaks in hour ${most}`,
    );
    const ratio = Math.max(...hours) / Math.min(...hours);
    this.problems.check(ratio >= 2 && ratio <= 5, 'day', () => `region ${region}: most to least is ${ratio}`);
  }
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
