/** Brings a commit's rendered tree to a cluster that has Argo CD and nothing else: what `npm run up` and the proofs have in common. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningCluster } from '@chimera/lab';
import { systems } from '@chimera/platform-catalog';
import type { ClusterTree } from '@chimera/platform-render';
import { seedSecrets } from './seed-secrets.ts';

/**
 * Pushes HEAD of the working copy in `folder`, seeds the secrets, gives Argo CD its settings and then the root, from which it
 * makes everything else. On a cluster that has all of this already it deploys the commit. Resolves to the commit's id.
 */
export async function deploy(
  cluster: RunningCluster,
  folder: string,
  tree: ClusterTree,
  seed: (cluster: RunningCluster) => Promise<void> = seedSecrets,
): Promise<string> {
  const commit = await cluster.git.push(folder);
  await seed(cluster);
  await configureArgocd(cluster, tree);
  const root = await readFile(join(folder, 'gitops', tree.plan.cluster.name, 'root.yaml'), 'utf8');
  await cluster.kubectl(['apply', '--server-side', '-f', '-'], root);
  return commit;
}

/** Names of the Applications that come of it. */
export function applicationNames({ plan }: ClusterTree): string[] {
  return ['root', ...plan.components.map(({ system }) => system.name)];
}

/**
 * Argo CD's own settings come before the root, as at every bootstrap: without its health check of Applications, waves between
 * them order nothing.
 */
async function configureArgocd({ client }: RunningCluster, { objects }: ClusterTree): Promise<void> {
  for (const { object, component } of objects) {
    if (component === systems.argocd.name && object.kind === 'ConfigMap') await client.apply(object);
  }
}
