/** Argo CD's own names that every file here agrees on. */

import type { TeamId } from '@chimera/platform-catalog';

/** Where Argo CD, its Applications and its projects live. */
export const ARGOCD_NAMESPACE = 'argocd';

/** The project and the Application that everything hangs from. */
export const ROOT_PROJECT = 'root';
export const ROOT_APPLICATION = 'root';

/** The team that looks after the root and after Argo CD itself. */
export const ROOT_OWNER: TeamId = 'data-management';

/** The cluster that Argo CD runs in, as it calls it. */
export const IN_CLUSTER = 'in-cluster';

/** Projects come before the Applications that belong to them; components start at wave 0. */
export const PROJECT_WAVE = -1;
