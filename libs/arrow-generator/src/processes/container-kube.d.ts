/** What Kubernetes knows of one container, its pod, deployment and namespace. */
import type { DataSet } from '../data-set.ts';
import type { Container } from '../labels.ts';
import type { ContainerProcess } from './slice.ts';
/** Families 41 to 48. */
export declare function containerKube(set: DataSet, container: Container): ContainerProcess;
/** Families 64 to 73. */
export declare function moreContainerKube(set: DataSet): ContainerProcess;
//# sourceMappingURL=container-kube.d.ts.map
