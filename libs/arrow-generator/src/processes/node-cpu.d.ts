import type { Node } from '../labels.ts';
import { type NodeEffects } from './effects.ts';
import type { NodeProcess } from './slice.ts';
/** Families 23 to 26: ticks of one core (they add up to the interval), and load averages of the whole node. */
export declare function nodeCpu(randomSeed: number, node: Node, effects: NodeEffects, intervalSec: number): NodeProcess;
//# sourceMappingURL=node-cpu.d.ts.map
