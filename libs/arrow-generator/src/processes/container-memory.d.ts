/** Memory of one container: rss < working set < usage < limit, in whole pages. */
import type { Container } from '../labels.ts';
import type { ContainerProcess } from './slice.ts';
/** Families 8 to 13, 58 and 59. */
export declare function containerMemory(randomSeed: number, container: Container): ContainerProcess;
//# sourceMappingURL=container-memory.d.ts.map
