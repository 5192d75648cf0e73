/** Families 90 to 100: more of the process, its garbage collector, and the scrape itself. */
import type { DataSet } from '../data-set.ts';
import type { Container } from '../labels.ts';
import type { ContainerProcess } from './slice.ts';
/** Reads memory, heap and HTTP columns of the same frame. */
export declare function containerScrape(set: DataSet, container: Container): ContainerProcess;
//# sourceMappingURL=container-scrape.d.ts.map
