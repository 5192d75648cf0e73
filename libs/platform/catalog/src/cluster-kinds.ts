/**
 * Cluster-scoped kinds that each team's AppProject admits. A list and not a computation: Argo CD does not delete what a project
 * admits no longer, so a kind must stay here until nothing of it is left on any cluster. Rendering an object whose kind is missing
 * is an error that names this file.
 */
import type { TeamId } from './teams.ts';

export interface ClusterKind {
  readonly group: string;
  readonly kind: string;
}

const namespace: ClusterKind = { group: '', kind: 'Namespace' };
const definition: ClusterKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };
const roles: readonly ClusterKind[] = [
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
];

export const clusterKinds: Readonly<Record<TeamId, readonly ClusterKind[]>> = {
  'api-ecosystem': [
    namespace,
    definition,
    ...roles,
    { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
    { group: 'external-secrets.io', kind: 'ClusterSecretStore' },
    { group: 'networking.k8s.io', kind: 'IngressClass' },
  ],
  observability: [namespace, definition, ...roles],
  'data-management': [namespace, definition, ...roles],
  'data-processing': [namespace],
  'ai-ml': [namespace],
};
