import { nodeCpu } from './node-cpu.js';
import { nodeFilesystem } from './node-filesystem.js';
import { nodeIo } from './node-io.js';
import { nodeMemory } from './node-memory.js';
export class NodeModel {
  node;
  processes;
  constructor(set, node, effects) {
    this.node = node;
    this.processes = [
      nodeCpu(set.randomSeed, node, effects, set.intervalSec),
      nodeMemory(set.randomSeed, node),
      nodeFilesystem(set, node, effects),
      nodeIo(set.randomSeed, node, set.intervalSec),
    ];
  }
  /** Writes the node's series for the slice whose sums are given. */
  run(slice, frame) {
    for (const process of this.processes) process(slice, frame);
  }
}
