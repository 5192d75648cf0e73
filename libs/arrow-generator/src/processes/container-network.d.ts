/** Network and disk counters of one container: running totals of its traffic. */
import type { ContainerProcess } from './slice.ts';
/** Families 14 to 17, 20, 21, and the errors 60, 61 (none on any set). */
export declare function containerTraffic(): ContainerProcess;
//# sourceMappingURL=container-network.d.ts.map
