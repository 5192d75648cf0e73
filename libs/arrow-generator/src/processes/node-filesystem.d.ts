/** File systems of one node: saw-teeth over a day. */
import type { DataSet } from '../data-set.ts';
import type { Node } from '../labels.ts';
import { type NodeEffects } from './effects.ts';
import type { NodeProcess } from './slice.ts';
/** Families 32 and 33. */
export declare function nodeFilesystem(set: DataSet, node: Node, effects: NodeEffects): NodeProcess;
//# sourceMappingURL=node-filesystem.d.ts.map
