/** The component that the checks change, break and remove: small, stateless, and nobody's requirement. */
import type { RunningCluster } from '@chimera/lab';

/** Where its line is: `install(pushgateway)`. */
export const CLUSTER_FILE = 'clusters/kind-local/cluster.ts';

const IDENTITY = { name: 'pushgateway', namespace: 'monitoring' } as const;
export const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', ...IDENTITY } as const;
export const SERVICE = { apiVersion: 'v1', kind: 'Service', ...IDENTITY } as const;

/** The memory limit of the live Deployment; throws when there is none. */
export async function memoryLimit({ client }: RunningCluster): Promise<string | undefined> {
  const { template } = (await client.get(DEPLOYMENT))?.['spec'] as {
    template: { spec: { containers: readonly { resources: { limits: { memory: string } } }[] } };
  };
  return template.spec.containers[0]?.resources.limits.memory;
}
