/** From clusters to files: the whole of `gitops/` and the runbooks, with the guards over it. Pure: no file, clock or network. */

export type { CommittedFile } from './guards.ts';
export { checkTree } from './guards.ts';
export { inventoryOf } from './inventory.ts';
export type { ClusterTree, TreeFile } from './tree.ts';
export { renderCluster, renderRunbooks } from './tree.ts';
