/** The process in one container, its start times, and whether it was scraped. */
import type { DataSet } from '../data-set.ts';
import type { Container } from '../labels.ts';
import type { ContainerProcess } from './slice.ts';
/** Families 22 and 49 to 56. Reads CPU, memory and HTTP columns of the same frame. */
export declare function containerRuntime(set: DataSet, container: Container): ContainerProcess;
//# sourceMappingURL=container-process.d.ts.map
