/** Disk and network counters of one node: a little more than the sum of its containers. */
import type { Node } from '../labels.ts';
import type { NodeProcess } from './slice.ts';
/** Families 34 to 37 and 76 to 80. */
export declare function nodeIo(randomSeed: number, node: Node, intervalSec: number): NodeProcess;
//# sourceMappingURL=node-io.d.ts.map
