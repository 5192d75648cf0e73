/** The catalog: teams, namespaces, systems with their images and endpoints, and the one Kubernetes version. */
export type { ClusterKind } from './cluster-kinds.ts';
export { clusterKinds } from './cluster-kinds.ts';
export type { OwnedProject } from './codeowners.ts';
export { codeowners } from './codeowners.ts';
export { KUBERNETES } from './kubernetes.ts';
export { namespaces } from './namespaces.ts';
export { platform } from './platform.ts';
export type { BaseImage, SupportRow } from './support/row.ts';
export { nodeBase, supportMatrix } from './support-matrix.ts';
export { systems } from './systems.ts';
export type { Team, TeamId } from './teams.ts';
export { teamIds, teams } from './teams.ts';
