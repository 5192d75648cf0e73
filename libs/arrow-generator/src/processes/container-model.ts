/** All processes of one container, in the order in which they read each other. */
import type { DataSet } from '../data-set.ts';
import { MORE_HTTP_FAMILIES } from '../families/http.ts';
import { MORE_KUBE_FAMILIES } from '../families/kube.ts';
import { MORE_PROCESS_FAMILIES } from '../families/process.ts';
import type { Container } from '../labels.ts';
import { deriveStream } from '../random.ts';
import { containerCpu } from './container-cpu.ts';
import { containerFilesystem } from './container-filesystem.ts';
import { containerHttp } from './container-http.ts';
import { containerKube, moreContainerKube } from './container-kube.ts';
import { containerMemory } from './container-memory.ts';
import { containerTraffic } from './container-network.ts';
import { containerRuntime } from './container-process.ts';
import { containerRpc } from './container-rpc.ts';
import { containerScrape } from './container-scrape.ts';
import type { ContainerEffects } from './effects.ts';
import type { Frame } from './frame.ts';
import { Lifecycle } from './lifecycle.ts';
import type { ContainerProcess, ContainerSlice, TrafficColumns } from './slice.ts';
import { Traffic } from './traffic.ts';

/** Per slice: `live`, then `drive`, then `run`. */
export class ContainerModel {
  readonly slice: ContainerSlice;
  private readonly lifecycle: Lifecycle;
  private readonly traffic: Traffic;
  private readonly processes: readonly ContainerProcess[];

  /** `taken` are the names of the families that the set holds: processes that write no other are left out. */
  constructor(set: DataSet, container: Container, effects: ContainerEffects, taken: ReadonlySet<string>) {
    const random = deriveStream(set.randomSeed, 'lifecycle', container.index);
    this.lifecycle = new Lifecycle(random, effects, set.intervalSec);
    this.traffic = new Traffic(set.randomSeed, container, set.intervalSec);
    this.slice = { ...emptyTraffic(), ...emptyStates(), container, effects, firstStep: 0, count: 0 };
    const anyTaken = (families: readonly { name: string }[]) => families.some(({ name }) => taken.has(name));
    this.processes = [
      containerCpu(set.randomSeed, container, set.intervalSec),
      containerMemory(set.randomSeed, container),
      containerTraffic(),
      containerFilesystem(set, container),
      containerHttp(set, container),
      containerKube(set, container),
      containerRuntime(set, container),
      ...(anyTaken(MORE_KUBE_FAMILIES) ? [moreContainerKube(set)] : []),
      ...(anyTaken(MORE_HTTP_FAMILIES) ? [containerRpc(set, container)] : []),
      ...(anyTaken(MORE_PROCESS_FAMILIES) ? [containerScrape(set, container)] : []),
    ];
  }

  /** Decides restarts for the next `count` steps. */
  live(firstStep: number, count: number): void {
    const { slice } = this;
    slice.firstStep = firstStep;
    slice.count = count;
    if (slice.down.length < count) {
      slice.down = new Uint8Array(count);
      slice.restarted = new Uint8Array(count);
    }
    this.lifecycle.advance(firstStep, count, slice.restarted, slice.down);
  }

  /** Fills `columns` with the slice's traffic; they stay the slice's until its `run` is over. */
  drive(columns: TrafficColumns, demand: Float64Array): void {
    Object.assign(this.slice, columns);
    this.traffic.advance(this.slice, demand);
  }

  /** Writes every series of the container except the node's. */
  readonly run = (frame: Frame): void => {
    for (const process of this.processes) process(this.slice, frame);
  };
}

const NONE = new Float64Array(0);

function emptyTraffic(): TrafficColumns {
  return {
    load: NONE,
    requests: NONE,
    receivedBytes: NONE,
    sentBytes: NONE,
    receivedPackets: NONE,
    sentPackets: NONE,
    readBytes: NONE,
    writtenBytes: NONE,
  };
}

function emptyStates(): Pick<ContainerSlice, 'down' | 'restarted' | 'podDown' | 'available'> {
  return {
    down: new Uint8Array(0),
    restarted: new Uint8Array(0),
    podDown: new Uint8Array(0),
    available: new Uint16Array(0),
  };
}
