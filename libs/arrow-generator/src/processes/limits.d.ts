/** Resource limits of containers and nodes. */
import type { Container } from '../labels.ts';
export declare const PAGE_BYTES = 4096;
/** Cores of a node; its load average is busy x this. */
export declare const NODE_CORES = 8;
export declare const NODE_MEMORY_BYTES: number;
export declare const NODE_ALLOCATABLE_CORES = 7.9;
export declare const NODE_ALLOCATABLE_BYTES: number;
/** Limit of a container's writable layer. */
export declare const LAYER_LIMIT_BYTES: number;
/** 2 for the application, 0.5 for its sidecars. */
export declare function cpuLimitCores(container: Container): number;
/** 1 GiB for the application, 256 MiB for its sidecars. */
export declare function memoryLimitBytes(container: Container): number;
/** A quarter of the limit. */
export declare function cpuRequestCores(container: Container): number;
/** Half of the limit. */
export declare function memoryRequestBytes(container: Container): number;
//# sourceMappingURL=limits.d.ts.map
