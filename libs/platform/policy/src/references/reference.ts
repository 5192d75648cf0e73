/** One object that names another. */
import type { PlacedObject } from '../rule.ts';

export type ReferencedKind =
  | 'ClusterRole'
  | 'ClusterSecretStore'
  | 'ConfigMap'
  | 'Middleware'
  | 'Namespace'
  | 'PersistentVolumeClaim'
  | 'PriorityClass'
  | 'Role'
  | 'Secret'
  | 'SecretStore'
  | 'Service'
  | 'ServiceAccount'
  | 'StorageClass'
  | 'TraefikService'
  | 'Workload';

export interface Reference {
  readonly from: PlacedObject;
  /** Where it stands, for messages: `container grafana, variable GF_SECURITY_ADMIN_PASSWORD`. */
  readonly at: string;
  readonly kind: ReferencedKind;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  /** Of a ConfigMap or Secret. */
  readonly key?: string;
  /** Of a Service: number or name. */
  readonly port?: number | string;
}
