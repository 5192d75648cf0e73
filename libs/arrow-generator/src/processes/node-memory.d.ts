/** Memory of one node: free < available < total, in KiB. */
import type { Node } from '../labels.ts';
import type { NodeProcess } from './slice.ts';
/** Families 27 to 31, 74 and 75. */
export declare function nodeMemory(randomSeed: number, node: Node): NodeProcess;
//# sourceMappingURL=node-memory.d.ts.map
