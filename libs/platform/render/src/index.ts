/** From clusters to files: the whole of `gitops/` and the runbooks, with the guards over it. Pure, but for reading git. */

export { faultOfRender } from './fault-of-render.ts';
export type { CommittedFile } from './guards.ts';
export { checkTree } from './guards.ts';
export { imagesOf, inventoryOf } from './inventory.ts';
export { committedObjects, repositoryRoot } from './repository.ts';
export type { ClusterTree, TreeFile } from './tree.ts';
export { renderCluster, renderRunbooks } from './tree.ts';
