/** CPU time and throttling of one container. */
import type { Container } from '../labels.ts';
import type { ContainerProcess } from './slice.ts';
/** Families 1 to 7 and 57. Counters are kept in whole microseconds. */
export declare function containerCpu(randomSeed: number, container: Container, intervalSec: number): ContainerProcess;
//# sourceMappingURL=container-cpu.d.ts.map
