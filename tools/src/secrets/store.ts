/** Which stores this tool writes to. */
import type { Cluster } from '@chimera/platform-kit';
import { SecretsError } from './secrets-error.ts';

/** Throws for clusters whose store is Vault: it is rendered, but initialised and unsealed by nobody yet. */
export function demandNamespaceStore(cluster: Pick<Cluster, 'name' | 'secretStore'>): void {
  if (cluster.secretStore === 'kubernetes') return;
  throw new SecretsError(
    'store-not-ready',
    `${cluster.name} keeps its secrets in Vault, and this tool does not write to Vault before Vault is initialised and unsealed, ` +
      `which no component does yet. Until then, whoever runs it initialises it (vault operator init), enables the key-value engine, ` +
      `version 2, at secret/, and stores each value at secret/<name in the store>, under its key: ` +
      `npm run secrets -- list --cluster ${cluster.name} prints all names and keys.`,
  );
}
