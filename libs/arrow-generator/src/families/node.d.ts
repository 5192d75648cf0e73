/** Families 23 to 37: what the node exporter reports; they ride on every container of the node. */
import { type Family } from './family.ts';
/** The modes of `node_cpu_seconds_total`, in the order of its series. */
export declare const CPU_MODES: readonly ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'];
export declare const NODE_FAMILIES: readonly Family[];
/** Families 74 to 80. */
export declare const MORE_NODE_FAMILIES: readonly Family[];
//# sourceMappingURL=node.d.ts.map
