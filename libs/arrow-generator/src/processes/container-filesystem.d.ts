/** The writable layer of one container: logs fill it until they are rotated. */
import type { DataSet } from '../data-set.ts';
import type { Container } from '../labels.ts';
import type { ContainerProcess } from './slice.ts';
/** Families 18, 19, 62 and 63. */
export declare function containerFilesystem(set: DataSet, container: Container): ContainerProcess;
//# sourceMappingURL=container-filesystem.d.ts.map
