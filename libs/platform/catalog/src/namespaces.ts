/** Every namespace, its team and its pod security level. A namespace belongs to one AppProject. */
import type { NamespaceDeclaration } from '@chimera/platform-kit';
import type { TeamId } from './teams.ts';

const restricted = (name: string, team: TeamId): NamespaceDeclaration & { readonly team: TeamId } => ({
  name,
  team,
  podSecurity: 'restricted',
});

export const namespaces: readonly (NamespaceDeclaration & { readonly team: TeamId })[] = [
  restricted('ai-ml', 'ai-ml'),
  restricted('api-ecosystem', 'api-ecosystem'),
  restricted('argocd', 'data-management'),
  restricted('big-data', 'data-processing'),
  restricted('data-management', 'data-management'),
  restricted('data-processing', 'data-processing'),
  restricted('external-secrets', 'api-ecosystem'),
  restricted('git', 'data-management'),
  restricted('monitoring', 'observability'),
  restricted('mytsdb', 'observability'),
  {
    name: 'node-agents',
    team: 'observability',
    podSecurity: { level: 'privileged', reason: 'agents read the node: its processes, disks and log files' },
  },
  // Holds the local secret values on kind-local; nothing runs in it.
  restricted('secrets-source', 'api-ecosystem'),
  restricted('storage', 'data-management'),
  restricted('traefik', 'api-ecosystem'),
  restricted('vault', 'api-ecosystem'),
];
