/** The API of the current kube context, checked to be the cluster that is meant. */
import type { Cluster } from '@chimera/platform-kit';
import type { SecretApi } from './secret-source.ts';
import { SecretsError } from './secrets-error.ts';

export interface Connection {
  readonly api: SecretApi;
  readonly context: string;
}

const HOW_TO_GET_ONE =
  'With the lab up (npm run lab -- status): eval "$(npm run -s lab -- env)". With another cluster: set KUBECONFIG, or kubectl config use-context <name>.';

/** Loads the official client at the first call: that takes half a second. */
export async function connect(cluster: Cluster, clusters: readonly Cluster[]): Promise<Connection> {
  const { KubeConfig, CoreV1Api } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (cause) {
    throw new SecretsError('no-cluster', 'The kube configuration cannot be read. Set KUBECONFIG to the right file.', {
      cause,
    });
  }
  // What the client makes up when it finds no configuration at all.
  if (config.getCurrentCluster()?.server === 'http://localhost:8080') {
    throw new SecretsError('no-cluster', `There is no kube configuration here. ${HOW_TO_GET_ONE}`);
  }
  const context = config.getCurrentContext();
  checkContext(context, cluster.name, clusters);
  if (config.getCurrentCluster() === null) {
    throw new SecretsError('no-cluster', `There is no current kube context. ${HOW_TO_GET_ONE}`);
  }
  return { api: config.makeApiClient(CoreV1Api) as unknown as SecretApi, context };
}

/** Throws when the context is named after another of our clusters: `server`'s values must not end up on a laptop, nor the reverse. */
export function checkContext(context: string, cluster: string, clusters: readonly Pick<Cluster, 'name'>[]): void {
  const other = clusters.find(({ name }) => name !== cluster && name === context);
  if (other === undefined) return;
  throw new SecretsError(
    'no-cluster',
    `The current kube context is "${context}", not ${cluster}. Choose the right one: kubectl config use-context ${cluster}`,
  );
}
