/** All processes of one node. */
import type { DataSet } from '../data-set.ts';
import type { Node } from '../labels.ts';
import type { NodeEffects } from './effects.ts';
import type { Frame } from './frame.ts';
import { nodeCpu } from './node-cpu.ts';
import { nodeFilesystem } from './node-filesystem.ts';
import { nodeIo } from './node-io.ts';
import { nodeMemory } from './node-memory.ts';
import type { NodeProcess, NodeSlice } from './slice.ts';

export class NodeModel {
  readonly node: Node;
  private readonly processes: readonly NodeProcess[];

  constructor(set: DataSet, node: Node, effects: NodeEffects) {
    this.node = node;
    this.processes = [
      nodeCpu(set.randomSeed, node, effects, set.intervalSec),
      nodeMemory(set.randomSeed, node),
      nodeFilesystem(set, node, effects),
      nodeIo(set.randomSeed, node, set.intervalSec),
    ];
  }

  /** Writes the node's series for the slice whose sums are given. */
  run(slice: NodeSlice, frame: Frame): void {
    for (const process of this.processes) process(slice, frame);
  }
}
