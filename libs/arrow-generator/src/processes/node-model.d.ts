/** All processes of one node. */
import type { DataSet } from '../data-set.ts';
import type { Node } from '../labels.ts';
import type { NodeEffects } from './effects.ts';
import type { Frame } from './frame.ts';
import type { NodeSlice } from './slice.ts';
export declare class NodeModel {
  readonly node: Node;
  private readonly processes;
  constructor(set: DataSet, node: Node, effects: NodeEffects);
  /** Writes the node's series for the slice whose sums are given. */
  run(slice: NodeSlice, frame: Frame): void;
}
//# sourceMappingURL=node-model.d.ts.map
