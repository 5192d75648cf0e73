import { MORE_HTTP_FAMILIES } from '../families/http.js';
import { MORE_KUBE_FAMILIES } from '../families/kube.js';
import { MORE_PROCESS_FAMILIES } from '../families/process.js';
import { deriveStream } from '../random.js';
import { containerCpu } from './container-cpu.js';
import { containerFilesystem } from './container-filesystem.js';
import { containerHttp } from './container-http.js';
import { containerKube, moreContainerKube } from './container-kube.js';
import { containerMemory } from './container-memory.js';
import { containerTraffic } from './container-network.js';
import { containerRuntime } from './container-process.js';
import { containerRpc } from './container-rpc.js';
import { containerScrape } from './container-scrape.js';
import { Lifecycle } from './lifecycle.js';
import { Traffic } from './traffic.js';
/** Per slice: `live`, then `drive`, then `run`. */
export class ContainerModel {
  slice;
  lifecycle;
  traffic;
  processes;
  /** `taken` are the names of the families that the set holds: processes that write no other are left out. */
  constructor(set, container, effects, taken) {
    const random = deriveStream(set.randomSeed, 'lifecycle', container.index);
    this.lifecycle = new Lifecycle(random, effects, set.intervalSec);
    this.traffic = new Traffic(set.randomSeed, container, set.intervalSec);
    this.slice = { ...emptyTraffic(), ...emptyStates(), container, effects, firstStep: 0, count: 0 };
    const anyTaken = (families) => families.some(({ name }) => taken.has(name));
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
  live(firstStep, count) {
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
  drive(columns, demand) {
    Object.assign(this.slice, columns);
    this.traffic.advance(this.slice, demand);
  }
  /** Writes every series of the container except the node's. */
  run = (frame) => {
    for (const process of this.processes) process(this.slice, frame);
  };
}
const NONE = new Float64Array(0);
function emptyTraffic() {
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
function emptyStates() {
  return {
    down: new Uint8Array(0),
    restarted: new Uint8Array(0),
    podDown: new Uint8Array(0),
    available: new Uint16Array(0),
  };
}
