/** Argo CD: Applications, AppProjects, the root, and who may do what. */
export { CASCADE } from './application.ts';
export { argocdFiles } from './argocd-files.ts';
export { ARGOCD_NAMESPACE, ROOT_APPLICATION, ROOT_PROJECT } from './names.ts';
export type { Action, Permission, Resource, Role, TeamApplications } from './permissions.ts';
export { applicationsOf, policyCsv, projectPolicies, rolesOf } from './permissions.ts';
export type { Policy } from './policy.ts';
export { isAllowed, parsePolicy } from './policy.ts';
export type { Question } from './who-may.ts';
export { questions } from './who-may.ts';
