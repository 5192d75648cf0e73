const MIB = 1024 * 1024;
export const PAGE_BYTES = 4096;
/** Cores of a node; its load average is busy x this. */
export const NODE_CORES = 8;
export const NODE_MEMORY_BYTES = 32 * 1024 * MIB;
export const NODE_ALLOCATABLE_CORES = 7.9;
export const NODE_ALLOCATABLE_BYTES = 30 * 1024 * MIB;
/** Limit of a container's writable layer. */
export const LAYER_LIMIT_BYTES = 10 * 1024 * MIB;
/** 2 for the application, 0.5 for its sidecars. */
export function cpuLimitCores(container) {
  return container.ordinal === 0 ? 2 : 0.5;
}
/** 1 GiB for the application, 256 MiB for its sidecars. */
export function memoryLimitBytes(container) {
  return container.ordinal === 0 ? 1024 * MIB : 256 * MIB;
}
/** A quarter of the limit. */
export function cpuRequestCores(container) {
  return 0.25 * cpuLimitCores(container);
}
/** Half of the limit. */
export function memoryRequestBytes(container) {
  return 0.5 * memoryLimitBytes(container);
}
